namespace Carillon.Server.Tests;

internal static class Samples
{
    public const string Greet =
        """
        id: greet
        name: Greet somebody
        tags: [polite]
        input:
          who: { type: string, default: world }
          times: { type: integer, default: 1, minimum: 1 }
        tasks:
          - id: say
            uses: test.gate
            with: { say: "hello ${{ input.who }}" }
          - id: again
            uses: test.gate
            needs: [say]
            with: { say: "${{ tasks.say.output.said }} again" }
        """;

    public const string Waiting =
        """
        id: waiting
        tasks:
          - id: gate
            uses: test.gate
            with: { say: "at the gate", wait: true }
        """;

    public const string Failing =
        """
        id: failing
        tasks:
          - id: good
            uses: test.gate
            with: { say: "fine" }
          - id: bad
            uses: test.gate
            needs: [good]
            with: { fail: "it broke" }
          - id: after
            uses: test.gate
            needs: [bad]
        """;

    public const string Keeping =
        """
        id: keeping
        tasks:
          - id: picture
            uses: test.gate
            with: { say: "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", keep: "chart.svg", type: "image/svg+xml" }
        """;

    public const string EverySecond =
        """
        id: ticking
        schedule:
          every: 1s
          tags: [fast]
          overlap_policy: allow
        tasks:
          - id: tick
            uses: test.gate
        """;

    public const string Yearly =
        """
        id: yearly
        tags: [slow]
        schedule:
          cron: "0 9 1 1 *"
          timezone: America/New_York
        tasks:
          - id: once
            uses: test.gate
        """;
}
