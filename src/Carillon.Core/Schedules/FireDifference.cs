using NodaTime;

namespace Carillon.Core.Schedules;

/// <summary>How the occurrences of a period differ between two definitions of a schedule.</summary>
/// <param name="Before">Occurrences by the old definition.</param>
/// <param name="After">Occurrences by the new one.</param>
/// <param name="Added">Instants that only the new one has.</param>
/// <param name="Removed">Instants that only the old one has.</param>
/// <param name="FirstAt">The first instant that only one of them has; null when there is none.</param>
public sealed record FireDifference(long Before, long After, long Added, long Removed, Instant? FirstAt)
{
    /// <summary>No occurrence, no difference.</summary>
    public static FireDifference None { get; } = new(0, 0, 0, 0, null);

    /// <summary>The difference over [<paramref name="from"/>, <paramref name="to"/>). A definition that is null or switched off has no occurrences.</summary>
    public static FireDifference Between(ScheduleDefinition? before, ScheduleDefinition? after, Instant from, Instant to)
    {
        using var old = Times(before, from, to).GetEnumerator();
        using var young = Times(after, from, to).GetEnumerator();
        var (hasOld, hasYoung) = (old.MoveNext(), young.MoveNext());
        var (both, added, removed) = (0L, 0L, 0L);
        Instant? first = null;
        while (hasOld || hasYoung)
        {
            if (hasOld && hasYoung && old.Current == young.Current)
            {
                both++;
                (hasOld, hasYoung) = (old.MoveNext(), young.MoveNext());
                continue;
            }

            var isAdded = !hasOld || (hasYoung && young.Current < old.Current);
            first ??= isAdded ? young.Current : old.Current;
            if (isAdded)
            {
                added++;
                hasYoung = young.MoveNext();
            }
            else
            {
                removed++;
                hasOld = old.MoveNext();
            }
        }

        return new FireDifference(both + removed, both + added, added, removed, first);
    }

    private static IEnumerable<Instant> Times(ScheduleDefinition? definition, Instant from, Instant to) =>
        definition is { Enabled: true } ? definition.Times.Between(from, to) : [];
}
