using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Carillon.Tests.Hostile;

/// <summary>
/// Feeds one target with hostile inputs and keeps what broke a rule: an exception came out, an input took longer than a second, or it made more than 64 MiB in memory (and 100 bytes for each of its characters).
/// Input number n of a seed is always the same one, whatever came before it.
/// </summary>
/// <param name="target">Its name in figures and failures.</param>
/// <param name="count">How many inputs.</param>
internal sealed class Trial(string target, int count)
{
    private const int MostTold = 10;
    private const int MostShown = 2_000;

    /// <summary>What an input may make in memory, kept or not; for each of its own characters a little more.</summary>
    private const long MostBytes = 64L << 20;

    private const int BytesForEach = 100;

    private readonly List<string> _broken = [];
    private long _taken;
    private long _refused;
    private TimeSpan _slowest;
    private long _largest;
    private int _at = -1;
    private string _input = "";

    /// <summary>True for one that shows that the check can fail: it is made whole, whatever single input was asked for.</summary>
    public bool IsProof { get; init; }

    /// <summary>What an input may take.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long an input may not come back at all; it is told between once and twice that.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>What broke a rule so far, each with what is needed to see it again.</summary>
    public IReadOnlyList<string> Broken => _broken;

    /// <summary>How many inputs were refused with words.</summary>
    public long Refused => _refused;

    /// <summary>How many inputs were taken.</summary>
    public long Taken => _taken;

    /// <summary>Feeds a target in this process, on a thread of its own: one that never comes back is told too.</summary>
    /// <param name="make">Makes an input.</param>
    /// <param name="feed">Gives it to the target: true when it was taken, false when it was refused with words.</param>
    public void Run(Func<Random, string> make, Func<string, bool> feed)
    {
        Exception? ended = null;
        var thread = new Thread(() =>
        {
            try
            {
                foreach (var number in Numbers())
                    One(number, make(Random(number)), feed);
            }
            catch (Exception e)
            {
                ended = e;
            }
        })
        {
            IsBackground = true,
        };
        thread.Start();
        for (var last = -2; !thread.Join(Patience); last = Volatile.Read(ref _at))
        {
            if (last == Volatile.Read(ref _at))
                throw new InvalidOperationException($"{Name(last)} does not come back: {Shown(_input)}");
        }

        if (ended is not null)
            throw new InvalidOperationException($"{Name(_at)}: the test itself failed", ended);
    }

    /// <summary>Feeds a target that answers later, one input after the other. What is made in memory is counted over the whole process.</summary>
    /// <param name="make">Makes an input.</param>
    /// <param name="feed">Gives it to the target: true when it was taken, false when it was refused with words.</param>
    /// <param name="show">What a failure says of it.</param>
    public async Task RunAsync<T>(Func<Random, T> make, Func<T, Task<bool>> feed, Func<T, string> show)
    {
        foreach (var number in Numbers())
        {
            var input = make(Random(number));
            (_at, _input) = (number, show(input));
            for (var again = 0; ; again++)
            {
                var bytes = GC.GetTotalAllocatedBytes();
                var began = Stopwatch.GetTimestamp();
                var (isTaken, error) = await FedAsync(feed, input);
                // Somebody else may have had the processor, or made something: three more times say whether it was this.
                if (Judge(number, Stopwatch.GetElapsedTime(began), GC.GetTotalAllocatedBytes() - bytes, isTaken, error, _input, isLast: again == 3))
                    break;
            }
        }
    }

    /// <summary>Writes the figures, and fails with everything that broke a rule.</summary>
    /// <param name="say">Where the figures go.</param>
    /// <param name="file">A file for them, and for what broke; null for none.</param>
    public void Conclude(Action<string> say, string? file)
    {
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"hostile {target} {_taken + _refused + _broken.Count} inputs, {_taken} taken, {_refused} refused, {_broken.Count} broke a rule; slowest {_slowest.TotalMilliseconds:0} ms, most memory {_largest / 1048576.0:0.0} MiB (seed {HostileScale.Seed}) {(_broken.Count == 0 ? "pass" : "FAIL")}");
        say(line);
        if (file is not null)
            File.AppendAllText(file, line + "\n" + string.Concat(_broken.Select(b => b + "\n")));
        if (_broken.Count > 0)
            throw new InvalidOperationException(string.Join("\n\n", _broken));
        if (HostileScale.Only is null && count >= 100 && (_taken == 0 || _refused == 0))
            throw new InvalidOperationException($"{target}: {_taken} taken and {_refused} refused; else than both this shows nothing");
    }

    private IEnumerable<int> Numbers()
    {
        if (!IsProof && HostileScale.Only?.Split(':') is [var name, var number])
            return name == target ? [int.Parse(number, CultureInfo.InvariantCulture)] : [];
        return Enumerable.Range(0, count).TakeWhile(_ => _broken.Count < MostTold);
    }

    private static Random Random(int number) => new(unchecked((HostileScale.Seed * 1_000_003) + number));

    private void One(int number, string input, Func<string, bool> feed)
    {
        _input = input;
        Volatile.Write(ref _at, number);
        for (var again = 0; ; again++)
        {
            var bytes = GC.GetAllocatedBytesForCurrentThread();
            var (began, used) = (Stopwatch.GetTimestamp(), ThreadTime.Spent);
            var (isTaken, error) = Fed(feed, input);
            var (wall, made) = (Stopwatch.GetElapsedTime(began), GC.GetAllocatedBytesForCurrentThread() - bytes);
            // Readers wait for nothing: what this thread did not spend on them, others took.
            var spent = ThreadTime.Spent - used;
            var took = spent < wall ? spent : wall;
            if (error is not null)
                input = Smaller(input, error, feed);
            if (Judge(number, took, made, isTaken, error, input, isLast: again == 3))
                return;
        }
    }

    private static (bool IsTaken, Exception? Error) Fed(Func<string, bool> feed, string input)
    {
        try
        {
            return (feed(input), null);
        }
        catch (Exception e)
        {
            return (false, e);
        }
    }

    private static async Task<(bool IsTaken, Exception? Error)> FedAsync<T>(Func<T, Task<bool>> feed, T input)
    {
        try
        {
            return (await feed(input), null);
        }
        catch (Exception e)
        {
            return (false, e);
        }
    }

    /// <summary>True when the verdict stands; false when the input must be looked at once more.</summary>
    private bool Judge(int number, TimeSpan took, long made, bool isTaken, Exception? error, string input, bool isLast)
    {
        var wrong = error is not null ? error.ToString() : took > Longest ? $"it took {took.TotalSeconds:0.00} s" : made > MostBytes + (BytesForEach * (long)input.Length) ? $"it made {made >> 20} MiB" : null;
        if (wrong is null)
        {
            (_slowest, _largest) = (took > _slowest ? took : _slowest, Math.Max(made, _largest));
            (_taken, _refused) = isTaken ? (_taken + 1, _refused) : (_taken, _refused + 1);
            return true;
        }

        if (error is null && !isLast)
            return false;
        _broken.Add($"{Name(number)}: {wrong}\n  input of {input.Length} characters: {Shown(input)}");
        return true;
    }

    /// <summary>A shorter input that ends in the same kind of exception: pieces are left out as long as it does.</summary>
    private static string Smaller(string input, Exception error, Func<string, bool> feed)
    {
        var began = Stopwatch.GetTimestamp();
        for (var size = input.Length / 2; size > 0; size /= 2)
        {
            for (var at = 0; at + size <= input.Length && Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(5);)
            {
                var less = input.Remove(at, size);
                if (Throws(less, error, feed))
                    input = less;
                else
                    at += size;
            }
        }

        return input;
    }

    private static bool Throws(string input, Exception error, Func<string, bool> feed)
    {
        try
        {
            feed(input);
            return false;
        }
        catch (Exception e)
        {
            return e.GetType() == error.GetType() && e.TargetSite == error.TargetSite;
        }
    }

    private string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"hostile {target}:{number} (./build.sh hostile --seed {HostileScale.Seed} --case {target}:{number})");

    /// <summary>The input on one line, with what cannot be seen written out.</summary>
    public static string Shown(string input)
    {
        var text = new StringBuilder();
        foreach (var letter in input.Length <= MostShown ? input : string.Concat(input.AsSpan(0, MostShown / 2), " … ", input.AsSpan(input.Length - (MostShown / 2))))
        {
            if (letter is >= ' ' and <= '~' or '…')
                text.Append(letter);
            else
                text.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}");
        }

        return text.ToString();
    }
}
