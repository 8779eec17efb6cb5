if (args is ["cron"])
    Carillon.Bench.Cron.CronBench.Run(Console.Out);
return 0;
