using Carillon.Core.History;

namespace Carillon.Core.Tests.History;

public sealed class StreakTests
{
    [Fact]
    public void However_a_stretch_is_cut_its_parts_make_the_whole()
    {
        var random = new Random(11);
        for (var round = 0; round < 2000; round++)
        {
            var ends = Enumerable.Range(0, random.Next(0, 14)).Select(_ => random.Next(3) > 0).ToArray();
            var cut = random.Next(ends.Length + 1);

            Of(ends[..cut]).Then(Of(ends[cut..])).ShouldBe(Counted(ends), string.Concat(ends.Select(end => end ? 'S' : 'F')) + " cut at " + cut);
        }
    }

    private static Streak Of(bool[] ends) => ends.Length <= 1
        ? ends.Length == 0 ? default : ends[0] ? Streak.Success : Streak.Failure
        : Of(ends[..(ends.Length / 2)]).Then(Of(ends[(ends.Length / 2)..]));

    private static Streak Counted(bool[] ends)
    {
        var rows = new List<long>();
        for (var i = 0; i < ends.Length; i++)
        {
            var sign = ends[i] ? 1 : -1;
            if (i > 0 && ends[i] == ends[i - 1])
                rows[^1] += sign;
            else
                rows.Add(sign);
        }
        return rows.Count == 0 ? default : new Streak(ends.Length, rows[0], rows[^1], Math.Max(0, rows.Max()), Math.Max(0, -rows.Min()));
    }
}
