using Carillon.Core;
using Carillon.Engine;
using Carillon.Engine.History;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Carillon.Server.Hosting;

/// <summary>Sends the engine's spans to a collector by OTLP over HTTP. Without an address nothing listens, and no span is made.</summary>
internal sealed class TraceExport : IDisposable
{
    /// <summary>The standard variable, heard where the command line says nothing.</summary>
    public const string Variable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private const string Path = "/v1/traces";
    private readonly TracerProvider? _provider;

    /// <summary>Begins to listen, when there is somebody to send to.</summary>
    /// <param name="collector">Where the collector is; null for none.</param>
    /// <param name="engine">Whose spans.</param>
    public TraceExport(Uri? collector, EngineOptions engine) => _provider = collector is null ? null : Sdk.CreateTracerProviderBuilder()
        .AddSource(EngineTracer.Name)
        .SetSampler(new AlwaysOnSampler())
        .ConfigureResource(resource => resource.AddService("carillon", serviceNamespace: engine.Project, serviceVersion: ServerVersion.Text, autoGenerateServiceInstanceId: false, serviceInstanceId: engine.NodeName))
        .AddOtlpExporter(exporter => (exporter.Endpoint, exporter.Protocol) = (collector, OtlpExportProtocol.HttpProtobuf))
        .Build();

    /// <summary>Reads <c>http://localhost:4318</c>; without a path the standard one is added.</summary>
    public static Checked<Uri?> Parse(string? text) =>
        string.IsNullOrEmpty(text) ? Checked<Uri?>.Ok(null)
        : Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? Checked<Uri?>.Ok(url.AbsolutePath == "/" ? new Uri(url, Path) : url)
        : Checked<Uri?>.Bad(new Problem(ProblemCodes.InvalidRequest, $"'{text}' is no address of a collector.", Suggestion: "Write http://localhost:4318, where an OpenTelemetry collector takes OTLP over HTTP."));

    /// <summary>Sends what is left, for a few seconds at most.</summary>
    public void Dispose() => _provider?.Dispose();
}
