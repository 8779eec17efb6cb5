using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using Carillon.Engine;
using Carillon.Engine.History;

namespace Carillon.Server.History;

/// <summary>
/// Listens to the engine's meter and to the web server's, and writes what they counted since the start in Prometheus' text format 0.0.4
/// (https://prometheus.io/docs/instrumenting/exposition_formats/). Thread safe.
/// </summary>
internal sealed class MetricsCollector : IDisposable
{
    /// <summary>The content type of the page.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private const string Requests = "http.server.request.duration";

    /// <summary>More label sets than this of one name are a mistake of ours; the rest is counted together.</summary>
    private const int MostSeries = 2000;

    private readonly MeterListener _listener = new();
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, Family> _families = new(StringComparer.Ordinal);

    /// <summary>Listens from now on.</summary>
    /// <param name="options">The engine whose meter it is.</param>
    /// <param name="meters">What the web server's meter is made by: another one in the same process has its own, under the same name.</param>
    public MetricsCollector(EngineOptions options, IMeterFactory meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter, options.Meter.Meter) || (instrument.Name == Requests && ReferenceEquals(instrument.Meter.Scope, meters)))
                listener.EnableMeasurementEvents(instrument, FamilyOf(instrument));
        };
        _listener.SetMeasurementEventCallback<long>((_, value, tags, state) => Take((Family)state!, value, tags));
        _listener.SetMeasurementEventCallback<double>((_, value, tags, state) => Take((Family)state!, value, tags));
        _listener.Start();
    }

    /// <summary>Everything so far.</summary>
    public void Write(StringBuilder page)
    {
        lock (_gate)
        {
            foreach (var family in _families.Values)
                family.Write(page);
        }
    }

    private Family FamilyOf(Instrument instrument)
    {
        lock (_gate)
        {
            var family = new Family(instrument);
            _families[family.Name] = family;
            return family;
        }
    }

    private void Take(Family family, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        lock (_gate)
            family.Take(value, tags);
    }

    public void Dispose() => _listener.Dispose();

    /// <summary>All series of one name.</summary>
    private sealed class Family(Instrument instrument)
    {
        // Those of the OpenTelemetry conventions for HTTP, when the instrument brings none.
        private static readonly double[] Bounds = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
        private static readonly string[] HttpLabels = ["http.request.method", "http.response.status_code", "http.route"];
        private readonly SortedDictionary<string, Series> _series = new(StringComparer.Ordinal);
        private readonly double[]? _bounds = instrument is Histogram<double> histogram ? [.. histogram.Advice?.HistogramBucketBoundaries ?? Bounds] : null;
        private readonly string _type = instrument is Histogram<double> ? "histogram" : instrument is Counter<long> ? "counter" : "gauge";

        public string Name { get; } = instrument.Name == Requests ? "http_server_request_duration_seconds" : instrument.Name;

        public void Take(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var labels = Labels(tags);
            if (!_series.TryGetValue(labels, out var series))
            {
                labels = _series.Count < MostSeries ? labels : "";
                if (!_series.TryGetValue(labels, out series))
                    _series.Add(labels, series = new Series(_bounds));
            }
            series.Take(value);
        }

        public void Write(StringBuilder page)
        {
            if (_series.Count == 0)
                return;
            page.Append(CultureInfo.InvariantCulture, $"# HELP {Name} {instrument.Description}\n# TYPE {Name} {_type}\n");
            foreach (var (labels, series) in _series)
                series.Write(page, Name, labels);
        }

        private string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var text = new StringBuilder();
            foreach (var (name, value) in tags)
            {
                // What a client may choose freely (a host name, say) is left out.
                if (Name == instrument.Name || HttpLabels.Contains(name))
                    MetricsText.Label(text, name.Replace('.', '_'), value);
            }
            return text.ToString();
        }
    }

    /// <summary>One set of labels.</summary>
    private sealed class Series(double[]? bounds)
    {
        private readonly long[]? _buckets = bounds is null ? null : new long[bounds.Length];
        private double _sum;
        private long _count;

        public void Take(double value)
        {
            _sum += value;
            _count++;
            for (var i = 0; i < bounds?.Length; i++)
                _buckets![i] += value <= bounds[i] ? 1 : 0;
        }

        public void Write(StringBuilder page, string name, string labels)
        {
            if (bounds is null)
            {
                MetricsText.Sample(page, name, labels, _sum);
                return;
            }
            var before = labels.Length == 0 ? "" : labels + ",";
            for (var i = 0; i < bounds.Length; i++)
                MetricsText.Sample(page, name + "_bucket", string.Create(CultureInfo.InvariantCulture, $"{before}le=\"{bounds[i]}\""), _buckets![i]);
            MetricsText.Sample(page, name + "_bucket", before + "le=\"+Inf\"", _count);
            MetricsText.Sample(page, name + "_sum", labels, _sum);
            MetricsText.Sample(page, name + "_count", labels, _count);
        }
    }
}
