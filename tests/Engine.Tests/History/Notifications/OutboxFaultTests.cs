using Carillon.Core;
using Carillon.Core.Runs;
using Carillon.Engine.Runs;
using Carillon.Engine.Storage;
using Carillon.Tests.Shared;
using NodaTime;

namespace Carillon.Engine.Tests.History.Notifications;

/// <summary>The process dies, a commit fails or its answer is lost, another node takes over: no message is lost.</summary>
public sealed class OutboxFaultTests
{
    [Theory]
    [InlineData("before it is sent")]
    [InlineData("after it is sent")]
    public async Task A_process_that_dies_loses_nothing_and_a_second_copy_has_the_same_id(string when)
    {
        await using var world = await new NotificationFixture().StartAsync(("w", NotificationFixture.Failing));
        await world.ChannelAsync();
        var died = new TaskCompletionSource();
        if (when == "before it is sent")
            world.Receiver.Down();
        else
            world.Receiver.Answer = _ => died.TrySetResult() ? "" : "200 OK";
        var run = await world.EndAsync("w");
        if (when == "before it is sent")
            await world.SettledAsync();
        else
            await died.Task;
        world.Engine.Crash();
        if (when == "before it is sent")
            world.Receiver.Up();

        await world.Engine.StartAsync();
        await world.LeapAsync(Duration.FromHours(1));
        var posts = await world.Receiver.UntilAsync(when == "before it is sent" ? 1 : 2, "after the restart");
        await world.SettledAsync();

        posts.Select(post => post.Json["data"]!["run_id"]!.ToString()).Distinct().ShouldBe([run.Value]);
        posts.Select(post => post.Headers["webhook-id"]).Distinct().ShouldHaveSingleItem();
        world.Engine.Rows("select status from notifications").ShouldBe(["sent"]);
    }

    [Fact]
    public async Task A_batch_that_is_undone_leaves_neither_row_nor_memory_of_it()
    {
        await using var world = new NotificationFixture();
        var refuses = 0;
        world.Engine.RefuseCommit = () => Interlocked.CompareExchange(ref refuses, 0, 1) == 1;
        await world.StartAsync(("w", NotificationFixture.Failing));
        await world.ChannelAsync();
        world.Engine.Step.On("fails", _ =>
        {
            Interlocked.Exchange(ref refuses, 1);
            return NotificationFixture.Bad();
        });

        var run = await world.Engine.RunAsync("w");
        await world.Engine.UntilAsync(() => world.Engine.Status(run) == "failed" || !Tick(world), "the run to fail once its commit goes through");
        await world.Receiver.UntilAsync(1, "once the commit went through");
        await world.SettledAsync();

        world.Engine.Rows("select key, status from notifications").ShouldBe([$"run/{run}|sent"]);
        world.Receiver.Posts.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Two_nodes_never_send_to_one_channel_at_once_and_what_a_dead_one_had_begun_is_taken_over()
    {
        await using var world = await new NotificationFixture().StartAsync(("w", NotificationFixture.Failing));
        await world.ChannelAsync();
        var until = (world.Time.Now() + Duration.FromSeconds(60)).ToStored();
        await world.Engine.Host.Database.WriteAsync(sql => sql.Execute("update channels set sender = 'other~1', sender_until = $1", until));

        await world.EndAsync("w");
        world.Engine.Leap(Duration.FromSeconds(59));
        await world.Engine.IdleAsync();
        world.Receiver.Posts.ShouldBeEmpty();
        world.Engine.Leap(Duration.FromSeconds(1));

        await world.Receiver.UntilAsync(1, "once the claim has ended");
        world.Engine.Rows("select sender from channels").ShouldNotContain("other~1");
    }

    [SqliteFact("a commit by hand")]
    public async Task A_message_is_sent_though_the_answer_to_its_commit_was_lost()
    {
        await using var world = await new NotificationFixture().StartAsync(("w", NotificationFixture.Failing));
        await world.ChannelAsync();
        var (loses, flush) = (0, world.Engine.Host.Database.BeforeCommit!);
        world.Engine.Step.On("fails", _ =>
        {
            Interlocked.Exchange(ref loses, 1);
            return NotificationFixture.Bad();
        });
        world.Engine.Host.Database.BeforeCommit = sql =>
        {
            flush(sql);
            if (Interlocked.CompareExchange(ref loses, 0, 1) != 1)
                return;
            sql.Execute("commit");
            throw new StorageException(ProblemCodes.StorageUnavailable, "The answer to the commit was lost.");
        };

        var run = await world.Engine.RunAsync("w");

        await world.Engine.UntilAsync(() => world.Engine.Status(run) == "failed", "the run to have failed");
        // Only time goes on, not so fast that sending takes too long: nobody is told to look.
        await world.Engine.UntilAsync(() => world.Receiver.Posts.Count == 1 && world.Engine.Host.LiveAttempts == 0, "the message, though nothing else is told, and the end of the attempt", () => world.Time.Leap(Duration.FromSeconds(10)));
    }

    // What was refused is asked again after a pause.
    private static bool Tick(NotificationFixture world)
    {
        world.Engine.Leap(Duration.FromSeconds(1));
        return true;
    }
}
