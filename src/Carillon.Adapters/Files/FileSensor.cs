using System.ComponentModel;
using Carillon.Adapters.Tasks;
using Carillon.Engine.Runs;
using NodaTime;

namespace Carillon.Adapters.Files;

/// <summary>The input of <c>sensor.file</c>.</summary>
public sealed record FileSensorInput : SensorInput
{
    /// <summary>The file.</summary>
    [Description("The file: relative to the workflow files, or the absolute path of one kept by an earlier task.")]
    public required string Path { get; init; }

    /// <summary>The least size.</summary>
    [Description("The least bytes it must have.")]
    public long MinSize { get; init; }

    /// <summary>How long it must rest.</summary>
    [Description("How long it must not have been written to, so that half a file is not taken for a whole one.")]
    public Duration? StableFor { get; init; }
}

/// <summary>The output of <c>sensor.file</c>.</summary>
public sealed record FileSensorOutput
{
    /// <summary>The path.</summary>
    [Description("The absolute path.")]
    public required string Path { get; init; }

    /// <summary>The size.</summary>
    [Description("Bytes.")]
    public required long Size { get; init; }
}

/// <summary>The task type <c>sensor.file</c>.</summary>
internal sealed class FileSensor(TaskOptions options)
    : SensorHandler<FileSensorInput, FileSensorOutput>("sensor.file", "Waits until a file is there, large enough and at rest.")
{
    protected override Task<FileSensorOutput?> PokeAsync(FileSensorInput input, TaskContext context, CancellationToken cancellationToken)
    {
        var file = new FileInfo(new TaskPaths(context, options).ToRead(input.Path));
        return Task.FromResult(file.Exists && file.Length >= input.MinSize && IsAtRest(file, input, context)
            ? new FileSensorOutput { Path = file.FullName, Size = file.Length }
            : null);
    }

    private static bool IsAtRest(FileInfo file, FileSensorInput input, TaskContext context) =>
        input.StableFor is not { } rest
        || Instant.FromDateTimeUtc(file.LastWriteTimeUtc) + rest <= Instant.FromDateTimeOffset(context.Time.GetUtcNow());
}
