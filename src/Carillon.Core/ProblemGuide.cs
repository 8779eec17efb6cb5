using System.Text;

namespace Carillon.Core;

/// <summary>What a problem code means, for people.</summary>
/// <param name="Code">One of <see cref="ProblemCodes"/>.</param>
/// <param name="Title">A few words.</param>
/// <param name="Meaning">What has happened.</param>
/// <param name="WhatToDo">What to do about it.</param>
public sealed record ProblemPage(string Code, string Title, string Meaning, string WhatToDo);

/// <summary>The pages of all problem codes. Immutable.</summary>
public static class ProblemGuide
{
    /// <summary>Every code once, in order.</summary>
    public static IReadOnlyList<ProblemPage> All { get; } =
    [
        new(ProblemCodes.InvalidScheduleExpression, "Invalid schedule expression", "A cron or another recurrence cannot be read, or it never fires.", "Look at the place that the message names. `carillon explain` says in words what an expression means; the [reference](../reference/workflow.md#schedule) lists the kinds of schedule."),
        new(ProblemCodes.ScheduleConflict, "Schedule conflict", "Two schedules of one workflow are due at the same instant.", "Move one of them, or join the two. If both runs are wanted, nothing needs to be done."),
        new(ProblemCodes.ExecutionTimeout, "Execution timeout", "A task or a run took longer than its `timeout`.", "Look at the attempt's log for what it was waiting for. Raise `timeout`, or make the work smaller."),
        new(ProblemCodes.BudgetExceeded, "Budget exceeded", "What a run is expected to cost does not fit into what is left of a monthly budget, of its schedule or its owner, or is above the `cost_limit` of its schedule. An occurrence is skipped and the ledger says so; a run that somebody asks for is refused.", "`carillon costs` shows what is spent, reserved and left. Raise the budget, wait for the next month, or run it all the same with `over_budget` and a reason. See [costs](../guide/costs.md)."),
        new(ProblemCodes.WorkflowNotFound, "Workflow not found", "There is no workflow of that id.", "Compare the id with `GET /api/workflows`. A file with errors makes no workflow: `carillon validate` lists them."),
        new(ProblemCodes.InvalidYaml, "Not a YAML mapping", "The text is not YAML, is empty, holds characters or tags that do not belong, or is not a mapping.", "Look at the place. Indent with spaces, put expressions in quotes within `{ }`, save as UTF-8, and keep one workflow to a file."),
        new(ProblemCodes.TooLarge, "Too large", "The file is beyond 1 MiB, 64 levels or 200,000 values, aliases written out, or has more than 500 fields of input, 50 with a pattern, or a pattern of more than 500 characters.", "Split the workflow, or fan out with `for_each` in place of written-out tasks."),
        new(ProblemCodes.UnknownKey, "Unknown key", "This place does not know the key.", "Take the suggestion, or look the key up in the [reference](../reference/workflow.md)."),
        new(ProblemCodes.MissingKey, "Missing key", "A key that must be there is not.", "Add it."),
        new(ProblemCodes.UnknownNeed, "Unknown need", "A task needs one that does not exist.", "Take the suggestion, or add the task."),
        new(ProblemCodes.Duplicate, "Duplicate", "The same key, id or need is there twice.", "Rename or remove one of them."),
        new(ProblemCodes.Cycle, "Circle of needs", "Tasks need each other in a circle, so none of them could start.", "Remove one of the needs in the circle that the message prints."),
        new(ProblemCodes.UnknownTaskType, "Unknown task type", "`uses` names no task type.", "Take the suggestion; `carillon tasks` lists what there is."),
        new(ProblemCodes.InvalidValue, "Invalid value", "A value is of the wrong kind or outside its range.", "The message says what belongs there. Text that looks like a number or like true and false wants quotes where text is meant."),
        new(ProblemCodes.UnknownTimezone, "Unknown time zone", "There is no IANA time zone of that name.", "Write it like `Europe/Berlin` or `America/New_York`."),
        new(ProblemCodes.InvalidExpression, "Invalid expression", "An expression cannot be read.", "Look at the column. The [guide](../guide/expressions.md) has the syntax and the functions. `$${{` writes `${{` itself."),
        new(ProblemCodes.UnknownReference, "Unknown reference", "A name leads nowhere: an input that is not declared, a task that does not come before, a pool that the file does not declare.", "Add the task to `needs`, declare the input or the pool, or take the suggestion."),
        new(ProblemCodes.InvalidInput, "Invalid input", "Input does not fit the workflow's `input` or the task type's schema.", "The message names the field and what it takes."),
        new(ProblemCodes.ExpressionFailed, "Expression failed", "An expression could not be evaluated in a run: a missing path, a division by zero, a wrong kind of value, or too much work.", "The message names the missing part and what exists. `default(x, y)` forgives a missing path."),
        new(ProblemCodes.UnknownCalendar, "Unknown calendar", "There is no calendar of that name, or it does not know the day (a warning).", "Take one of those that the message lists, or mend the calendar's file: `carillon calendars` lists them."),
        new(ProblemCodes.UnlikelyIntent, "Unlikely intent", "A cron likely says something else than its author meant.", "Compare the dates in the message with what is wanted, and take the schedule it proposes."),
        new(ProblemCodes.ClockChange, "Clock change", "A clock change skips, moves or doubles an occurrence.", "Move the time out of the hours around 02:00, choose a zone without clock changes, or say with `dst` what is wanted."),
        new(ProblemCodes.NotAvailable, "Not available in this version", "This is part of the language, and this version does not carry it out. It is refused so that it is never silently ignored.", "Leave it out, or use a later version."),
        new(ProblemCodes.RunNotFound, "Run not found", "There is no run of that id.", "Compare the id with `GET /api/runs`. Old runs may have been pruned."),
        new(ProblemCodes.ScheduleNotFound, "Schedule not found", "There is no schedule of that id.", "Compare the id with `GET /api/schedules`."),
        new(ProblemCodes.PartNotFound, "Part of a run not found", "The run has no such task, attempt or artifact.", "Look at the run's tasks."),
        new(ProblemCodes.StateConflict, "State conflict", "The state does not allow it, for example canceling a run that has ended.", "Read the state again and decide anew."),
        new(ProblemCodes.StorageUnavailable, "Storage unavailable", "The database cannot be read or written at the moment.", "Look at disk space and at `/readyz`. Work goes on by itself once the database is back."),
        new(ProblemCodes.AddressInUse, "Address in use", "Another program listens on the address.", "Stop it, or choose another address."),
        new(ProblemCodes.DatabaseUnusable, "Database unusable", "The database file cannot be opened.", "Check path and permissions, and that it is a database of this program and not of a later version."),
        new(ProblemCodes.OutputTooLarge, "Output too large", "A task's output is larger than 1 MiB.", "Keep large results as an artifact and put its name into the output."),
        new(ProblemCodes.TaskFailed, "Task failed", "A task failed by its own account.", "Look at the attempt's log."),
        new(ProblemCodes.AttemptLost, "Attempt lost", "The node that ran the attempt was lost before the attempt ended.", "Nothing, as a rule: the attempt is tried again where `retry` and `idempotent` allow it. Look at the node's log if it happens again."),
        new(ProblemCodes.Canceled, "Canceled", "A person or a policy canceled it.", "The run says who and why."),
        new(ProblemCodes.Quarantined, "Quarantined", "The task ended its host too often and is not tried again.", "Look for crashes and memory use around the attempts, mend the task, and retry the run."),
        new(ProblemCodes.ArtifactFailed, "Artifact failed", "An artifact could not be stored.", "Check disk space and permissions of the artifact folder."),
        new(ProblemCodes.InvalidRequest, "Invalid request", "A request body, query or option cannot be read.", "The message says which part and why."),
        new(ProblemCodes.FileUnreadable, "File unreadable", "A file or folder cannot be read.", "Check that it exists and its permissions."),
        new(ProblemCodes.Internal, "Internal fault", "A fault of the program itself.", "Look at the log around the time, and report it with the lines found there."),
        new(ProblemCodes.ServerUnreachable, "Server unreachable", "The command line cannot reach the server.", "Check that `carillon serve` runs and that address and port are right."),
        new(ProblemCodes.ScheduleTestFailed, "Schedule test failed", "A schedule does something else than a test under `tests` expects.", "Look at the differences; `carillon preview` shows the dates. Mend the schedule, or the test where the change is meant."),
        new(ProblemCodes.WindowsDoNotTile, "Windows do not tile", "The data windows of a schedule leave days out, take days twice, or are empty.", "Leave `length` out: a window then begins where the one before it ended. Where a gap or an overlap is meant, nothing needs to be done."),
        new(ProblemCodes.CalendarEnds, "Calendar ends", "A calendar knows its holidays only until a date within the next 90 days. After it, every day that is not of its weekend counts as a business day.", "List the next year's holidays in the calendar's file and raise `valid_through`; for XNYS and XNAS use a newer version of the program."),
        new(ProblemCodes.NoWindow, "No data window", "The schedule has no `window`, so there is nothing to cover.", "Add `window: { lag: 14d }` to the schedule; see the [guide](../guide/windows.md)."),
        new(ProblemCodes.InvalidPeriod, "Invalid period", "A period of history ends before it begins, is empty, out of range, or too long for what is asked of it.", "The message says which. The end of a period is exclusive; [the guide](../guide/history.md#periods) says how periods are written."),
        new(ProblemCodes.FallbackSchedule, "Schedule from the environment", "A workflow without a schedule takes its cron from `WORKFLOW_SCHEDULE`. This is meant for moving an installation over, and will go away.", "Write the cron into the workflow's file under `schedule`. A workflow that is to run by hand only must not stand beside a set `WORKFLOW_SCHEDULE`."),
        new(ProblemCodes.StaleEdit, "Edited meanwhile", "The thing has changed since it was read; `If-Match` names an older revision.", "Read it again, look at what changed (the message names who and when), and repeat the change. Leave `If-Match` out to overwrite whatever there is."),
        new(ProblemCodes.IdempotencyConflict, "Idempotency key used before", "The `Idempotency-Key` came before with another request, so the two cannot be the same.", "Take a new key for a new request."),
        new(ProblemCodes.DeletionsHeld, "Deletions wait for a yes", "More than a quarter of the schedules (and more than one) are gone from the files at once, as after a wrong mount or checkout. They go on as they were until somebody agrees.", "Put the files back, or agree: `POST /api/reconcile` with `{\"allow_deletions\": true}`."),
        new(ProblemCodes.EditingOff, "Editing is switched off", "This server does not let schedules be edited by API and UI, or not by this person.", "Change the file in git, or ask whoever runs the server."),
        new(ProblemCodes.BackfillNotFound, "Backfill not found", "No backfill has that number in this project.", "`carillon backfills` lists them."),
        new(ProblemCodes.DependencyCycle, "Schedules wait for each other", "Schedules depend on each other in a circle, so that none of them could ever be the first. The message names the circle.", "Take one `depends_on` of the circle away."),
        new(ProblemCodes.UnknownDependency, "Unknown dependency", "`depends_on` names no schedule, or a workflow with several schedules. Until it does, every occurrence is skipped with that reason.", "Write the id of a workflow with one schedule, `workflow/key`, or a schedule's id."),
        new(ProblemCodes.PeriodTooShort, "Due before the last run has ended", "The schedule is due again sooner than its runs typically end (the median of the last 20), so that runs overlap or are skipped.", "Let it run less often, or make its tasks faster; `overlap_policy` says what happens meanwhile."),
        new(ProblemCodes.RequestRunning, "Request still running", "A request with the same `Idempotency-Key` came before and is still being carried out.", "Wait a second and send the same request again: it gets the answer of the first."),
        new(ProblemCodes.RenameRefused, "Project not renamed", "`carillon project rename` found nothing under the old name, or something under the new one, or a name that cannot be one.", "`--dry-run` shows what there is. Two projects cannot become one."),
        new(ProblemCodes.TemplateNotFound, "Template not usable", "There is no template of that id, or its file has errors. Strategies made of it run on with their last good version.", "Compare the id with `GET /api/templates`, which lists broken templates with their problems. Put the file back or mend it."),
        new(ProblemCodes.StrategyNotFound, "Strategy not found", "There is no strategy of that id.", "Compare the id with `GET /api/strategies`; deleted ones are listed with `status=archived`."),
        new(ProblemCodes.CopyRefused, "Database not copied", "`carillon db copy` found a target with rows, a source of another schema or with tables of somebody else, or a copy that is not the same as its source. Nothing was copied.", "The message says which, and what to do. [The guide](../guide/postgresql.md#moving-from-sqlite) describes the move."),
        new(ProblemCodes.BackupUnusable, "Backup not usable", "A file that is to be restored is damaged, no backup, of a newer program or of the other kind of database; or a backup cannot be written under its name. The database is as it was.", "The message says which. Take another file, or say `--overwrite` where it names that option."),
        new(ProblemCodes.ProgramMissing, "Program missing", "`carillon db backup` and `restore` run `pg_dump` and `pg_restore` for a PostgreSQL database, and one of them is not on the path.", "Install the package `postgresql-client` (Debian, Ubuntu), of the server's version or later."),
        new(ProblemCodes.AccountNotFound, "Account not found", "There is no account, or no token, of that name.", "`carillon users` and `carillon tokens` list them."),
        new(ProblemCodes.SignInNeeded, "Sign in", "From its first account on, the server wants to know who asks.", "Sign in on the pages, or send `Authorization: Bearer` with a token. On the command line, put the token into the variable `CARILLON_TOKEN`."),
        new(ProblemCodes.NotAllowed, "Not allowed", "The account or the token may not do this: it lacks the scope that the message names, or the thing belongs to somebody else.", "Ask an administrator for the scope, or the owner to make the change."),
        new(ProblemCodes.SignInRefused, "Sign-in refused", "The name or the password is wrong, or the link has been used, replaced or is older than a day. The answer does not say which, so that nobody can find out names.", "Ask an administrator for a new link; on the server's machine `carillon users link NAME` makes one."),
        new(ProblemCodes.TooManyRequests, "Too many requests", "There were too many failed sign-ins with this name, or too many sign-ins at once.", "The header `Retry-After` says after how many seconds it is worth trying again."),
        new(ProblemCodes.KeysUnusable, "Keys unusable", "Secrets are sealed with keys that are kept outside the database. A key that is needed is not there, or cannot be read.", "Give the server the key file (`--key-file`) or `CARILLON_KEYS` that it had when the secrets were set; what no key opens must be set anew."),
        new(ProblemCodes.SecretMissing, "Secret missing", "A task needs a secret that nobody has set, or that cannot be used: it is shorter than 4 characters, so that it could not be masked, or longer than 16 KiB. The attempt has not begun and is not tried again.", "`carillon secrets set NAME` stores it; a file of that name in `--secrets-folder` and the variable `CARILLON_SECRET_NAME` give it too. Then retry the run."),
        new(ProblemCodes.SecretMisplaced, "Secret where it would be shown", "A secret may stand in a task's `with` only, by its name. What `if`, `for_each`, `outputs`, a schedule's input and the input of another workflow hold is stored with the run and shown.", "Put `${{ secrets.NAME }}` into the `with` of the task that needs it; another workflow names the secret in its own file."),
        new(ProblemCodes.ConnectionMissing, "Connection missing", "A task names a connection that does not exist in this project.", "`carillon connections` lists those that do; `carillon connections set` makes one. Then retry the run."),
        new(ProblemCodes.ConnectionUnfit, "Connection does not fit", "The connection is of a kind that the task type does not take, a setting of it is missing or wrong, or the task's input contradicts it (an address elsewhere, credentials of its own).", "The message says which. `carillon connections kinds` lists the kinds with their settings."),
        new(ProblemCodes.ChannelNotFound, "Channel not found", "There is no channel of that name. Messages for it are kept as failed.", "Compare the name with `GET /api/notifications/channels`, or make it: `carillon channels set NAME --file channel.json`."),
        new(ProblemCodes.RuleNotFound, "Rule not found", "There is no rule of that name.", "Compare the name with `GET /api/notifications/rules`. What files say under `notify` is changed in the files."),
        new(ProblemCodes.ChannelUnusable, "Channel not usable", "The settings of a channel, or of a rule, do not fit its kind: an address, a port, a secret that is missing or cannot be one.", "The message names the member. [The guide](../guide/notifications.md#channels) has an example of each kind."),
        new(ProblemCodes.NotDelivered, "Message not delivered", "A receiver did not take a message: it refused it, could not be reached, or did not let us sign in.", "The message has the receiver's answer. `carillon channels test NAME` tries again at once."),
        new(ProblemCodes.NotificationNotFound, "Notification not found", "There is no notification of that number. Old ones are removed with the runs of their time.", "Compare the number with `GET /api/notifications`."),
        new(ProblemCodes.IssuerUnreachable, "Issuer unreachable", "People sign in here by an OpenID Connect issuer, and the issuer does not answer, or what it says of itself cannot be used. Sessions that are open go on.", "Open the issuer's `/.well-known/openid-configuration` from the server's machine. The server asks again by itself; accounts with a password can sign in meanwhile."),
        new(ProblemCodes.IssuerRefused, "Sign-in by the issuer refused", "The issuer refused, the sign-in was not begun in this browser within the last ten minutes, or what the issuer sent does not hold: signature, audience, time, nonce. The server's log says which.", "Sign in again from the first page. If it keeps happening, compare `--oidc-client-id`, its secret and the redirect address with what the issuer has on record, and the clocks of both machines."),
        new(ProblemCodes.NoAccountFor, "No account for this person", "The issuer or the proxy says who somebody is, but there is no account of that name here, it is disabled, it is a program's, or it belongs to somebody else at the same issuer.", "An administrator can make an account of that name (`carillon users add`), or let go of who had it before (`carillon users unbind`). With `--oidc-scopes` accounts are made at the first sign-in."),
        new(ProblemCodes.OutsideSettings, "Sign-in settings do not fit", "`serve` was given settings of the sign-in from outside that do not go together or cannot be read.", "The message says which; the security guide has whole examples."),
        new(ProblemCodes.NoIssuer, "No issuer", "This server has no OpenID Connect issuer, so nobody can sign in by one.", "Start it with `--oidc-issuer` and `--oidc-client-id`, or sign in with a password."),
    ];

    /// <summary>The page of a code, or null.</summary>
    public static ProblemPage? Find(string code) => All.FirstOrDefault(p => string.Equals(p.Code, code, StringComparison.Ordinal));

    /// <summary>The page <c>docs/errors/README.md</c>, with an anchor for each code in lower case.</summary>
    public static string ToMarkdown()
    {
        var page = new StringBuilder("# Problem codes\n\nThis page is generated from the code. Every problem has a code, a place where there is one, a message and, where one is known, the fix.\n\n| code | |\n|---|---|\n");
        foreach (var entry in All)
            page.Append($"| [{entry.Code}](#{entry.Code.ToLowerInvariant()}) | {entry.Title} |\n");
        foreach (var entry in All)
            page.Append($"\n## {entry.Code}\n\n**{entry.Title}.** {entry.Meaning}\n\n{entry.WhatToDo}\n");
        return page.ToString();
    }
}
