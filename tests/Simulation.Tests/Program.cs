using Carillon.Simulation.Tests;

return Command.Run(args);
