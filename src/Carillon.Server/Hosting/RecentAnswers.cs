using System.Collections.Concurrent;

namespace Carillon.Server.Hosting;

/// <summary>
/// Keeps answers that are dear to make and do not change at once, such as a month of ten thousand schedules. One that is older than some seconds is given
/// once more while it is made anew, so that nobody waits but the first. Thread safe.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class RecentAnswers(TimeProvider time)
{
    private const int Most = 64;
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<string, Answer> _answers = new(StringComparer.Ordinal);

    /// <summary>The answer for that key, made now or some seconds ago.</summary>
    /// <param name="key">Everything that it depends on.</param>
    /// <param name="make">Makes it; may be called on another thread.</param>
    /// <param name="isDear">Whether it is worth keeping.</param>
    public T Get<T>(string key, Func<T> make, Func<T, bool> isDear)
        where T : class
    {
        if (_answers.TryGetValue(key, out var kept) && kept.Value is T value)
        {
            if (time.GetElapsedTime(kept.MadeAt) > Fresh && kept.TakeTurn())
                _ = Task.Run(() => Keep(key, make, isDear));
            return value;
        }

        return Keep(key, make, isDear);
    }

    private T Keep<T>(string key, Func<T> make, Func<T, bool> isDear)
        where T : class
    {
        var began = time.GetTimestamp();
        try
        {
            var value = make();
            if (!isDear(value))
            {
                _answers.TryRemove(key, out _);
                return value;
            }

            if (_answers.Count >= Most)
                _answers.Clear();
            _answers[key] = new Answer(value, began);
            return value;
        }
        catch
        {
            // Whoever asks next makes it and is told what is wrong.
            _answers.TryRemove(key, out _);
            throw;
        }
    }

    private sealed class Answer(object value, long madeAt)
    {
        private int _turn;

        public object Value => value;

        public long MadeAt => madeAt;

        /// <summary>True for the first who asks.</summary>
        public bool TakeTurn() => Interlocked.Exchange(ref _turn, 1) == 0;
    }
}
