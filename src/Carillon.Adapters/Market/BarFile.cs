using Carillon.Adapters.Market.Bars;
using Carillon.Adapters.Tasks;
using Carillon.Engine.Runs;

namespace Carillon.Adapters.Market;

/// <summary>Opens CSV files of bars for tasks, with their failures.</summary>
internal static class BarFile
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">Absolute.</param>
    /// <param name="shown">The name to print.</param>
    /// <param name="filter">What is wanted.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="TaskFailedException">It cannot be opened, or has no usable header.</exception>
    public static async Task<BarsRead> ReadAsync(string path, string shown, BarFilter filter, CancellationToken cancellationToken)
    {
        try
        {
            using var reader = new StreamReader(path);
            var read = await BarCsvReader.ReadAsync(reader, shown, filter, cancellationToken);
            return read.IsOk ? read.Value : throw TaskFailures.Input(string.Join("; ", read.Problems));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw TaskFailures.File($"cannot read {shown}: {error.Message}");
        }
    }

    /// <summary>Reads all of a file that must be without fault and must have bars.</summary>
    /// <exception cref="TaskFailedException">It is not so.</exception>
    public static async Task<IReadOnlyList<BarSeries>> ReadAllAsync(string path, string shown, CancellationToken cancellationToken)
    {
        var read = await ReadAsync(path, shown, BarFilter.All, cancellationToken);
        if (read.Problems.Count > 0) throw TaskFailures.Input(string.Join("; ", read.Problems.Take(5)));
        return read.Series;
    }
}
