using Carillon.Server.Cli;

return ZoneFile.Use() ?? await CommandLine.RunAsync(args, Terminal.FromConsole());
