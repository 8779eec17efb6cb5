using Carillon.Core.Runs;
using TaskStatus = Carillon.Core.Runs.TaskStatus;

namespace Carillon.Core.Tests.Runs;

public class StatesDocumentTests
{
    [Fact]
    public void The_page_about_states_says_what_the_code_does()
    {
        var path = Path.Combine(Root(), "docs", "states.md");
        var written = StatesDocument.Write();
        if (Environment.GetEnvironmentVariable("CARILLON_UPDATE") == "1")
            File.WriteAllText(path, written);
        File.ReadAllText(path).ShouldBe(written, "run the tests with CARILLON_UPDATE=1 and commit docs/states.md");
    }

    [Fact]
    public void Nothing_leaves_an_end_and_every_status_is_reached()
    {
        TaskTransitions.All.ShouldAllBe(move => !move.From.IsEnded());
        RunTransitions.All.ShouldAllBe(move => !move.From.IsEnded());
        TaskTransitions.All.Select(move => move.To).Append(TaskStatus.Pending).Distinct().Count().ShouldBe(Enum.GetValues<TaskStatus>().Length);
        RunTransitions.All.Select(move => move.To).Append(RunStatus.Pending).Distinct().Count().ShouldBe(Enum.GetValues<RunStatus>().Length);
    }

    [Fact]
    public void Every_status_and_trigger_has_a_text_and_the_text_leads_back()
    {
        foreach (var status in Enum.GetValues<TaskStatus>())
            StatusText.ParseTask(StatusText.Of(status)).ShouldBe(status);
        foreach (var status in Enum.GetValues<RunStatus>())
            StatusText.ParseRun(StatusText.Of(status)).ShouldBe(status);
        foreach (var trigger in Enum.GetValues<RunTrigger>())
            StatusText.ParseTrigger(StatusText.Of(trigger)).ShouldBe(trigger);
        StatusText.Of(TaskStatus.UpstreamFailed).ShouldBe("upstream_failed");
        Should.Throw<FormatException>(() => StatusText.ParseTask("Ready"));
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Carillon.slnx")))
            folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
