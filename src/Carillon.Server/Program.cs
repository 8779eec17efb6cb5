using Carillon.Server.Cli;

return await CommandLine.RunAsync(args, Terminal.FromConsole());
