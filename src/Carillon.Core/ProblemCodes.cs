namespace Carillon.Core;

/// <summary>Every problem code, with the words that <c>docs/errors/</c> is generated from.</summary>
public static class ProblemCodes
{
    /// <summary>A cron or another recurrence that cannot be read, or that never fires.</summary>
    public const string InvalidScheduleExpression = "SCH001";

    /// <summary>Two schedules of one workflow are due at the same instant.</summary>
    public const string ScheduleConflict = "SCH002";

    /// <summary>A task or a run took longer than its timeout.</summary>
    public const string ExecutionTimeout = "SCH004";

    /// <summary>A run whose estimate does not fit a budget, or is above the cost limit of its schedule.</summary>
    public const string BudgetExceeded = "SCH005";

    /// <summary>No workflow of that id.</summary>
    public const string WorkflowNotFound = "SCH006";

    /// <summary>The text is not YAML, is empty, or is not a mapping.</summary>
    public const string InvalidYaml = "SCH008";

    /// <summary>A file beyond the limits of size, depth, nodes or aliases.</summary>
    public const string TooLarge = "SCH009";

    /// <summary>A key that this place does not know.</summary>
    public const string UnknownKey = "SCH010";

    /// <summary>A required key is missing.</summary>
    public const string MissingKey = "SCH011";

    /// <summary>A task needs one that does not exist.</summary>
    public const string UnknownNeed = "SCH012";

    /// <summary>The same id or key twice.</summary>
    public const string Duplicate = "SCH013";

    /// <summary>Tasks that need each other in a circle.</summary>
    public const string Cycle = "SCH014";

    /// <summary><c>uses</c> names no task type.</summary>
    public const string UnknownTaskType = "SCH015";

    /// <summary>A value of the wrong kind or outside its range.</summary>
    public const string InvalidValue = "SCH016";

    /// <summary>No IANA time zone of that name.</summary>
    public const string UnknownTimezone = "SCH017";

    /// <summary>A <c>${{ }}</c> expression that cannot be read.</summary>
    public const string InvalidExpression = "SCH018";

    /// <summary>An expression names something that is not there or does not come before.</summary>
    public const string UnknownReference = "SCH019";

    /// <summary>Input that does not fit the workflow's or the task's input schema.</summary>
    public const string InvalidInput = "SCH020";

    /// <summary>An expression failed while a run evaluated it.</summary>
    public const string ExpressionFailed = "SCH021";

    /// <summary>No calendar of that name.</summary>
    public const string UnknownCalendar = "SCH022";

    /// <summary>A cron that likely says something else than its author meant.</summary>
    public const string UnlikelyIntent = "SCH023";

    /// <summary>A clock change skips, moves or doubles an occurrence.</summary>
    public const string ClockChange = "SCH024";

    /// <summary>Part of the language that this version does not carry out.</summary>
    public const string NotAvailable = "SCH025";

    /// <summary>No run of that id.</summary>
    public const string RunNotFound = "SCH030";

    /// <summary>No schedule of that id.</summary>
    public const string ScheduleNotFound = "SCH031";

    /// <summary>No such task, attempt or artifact in the run.</summary>
    public const string PartNotFound = "SCH032";

    /// <summary>The state does not allow it, for example canceling a run that has ended.</summary>
    public const string StateConflict = "SCH033";

    /// <summary>The database cannot be written or read at the moment.</summary>
    public const string StorageUnavailable = "SCH034";

    /// <summary>The address to listen on is in use.</summary>
    public const string AddressInUse = "SCH035";

    /// <summary>The database file cannot be opened.</summary>
    public const string DatabaseUnusable = "SCH036";

    /// <summary>A task's output is larger than 1 MiB.</summary>
    public const string OutputTooLarge = "SCH037";

    /// <summary>A task failed by its own account.</summary>
    public const string TaskFailed = "SCH038";

    /// <summary>The attempt's node was lost before the attempt ended.</summary>
    public const string AttemptLost = "SCH039";

    /// <summary>Canceled by a person or a policy.</summary>
    public const string Canceled = "SCH040";

    /// <summary>The task ended its host too often and is not tried again.</summary>
    public const string Quarantined = "SCH041";

    /// <summary>An artifact could not be stored.</summary>
    public const string ArtifactFailed = "SCH042";

    /// <summary>A request body, query or option that cannot be read.</summary>
    public const string InvalidRequest = "SCH043";

    /// <summary>A file or folder that cannot be read.</summary>
    public const string FileUnreadable = "SCH044";

    /// <summary>A fault of the program itself.</summary>
    public const string Internal = "SCH045";

    /// <summary>The server cannot be reached.</summary>
    public const string ServerUnreachable = "SCH046";

    /// <summary>A schedule does something else than a test in its file expects.</summary>
    public const string ScheduleTestFailed = "SCH047";

    /// <summary>Data windows that leave days out, or take days twice.</summary>
    public const string WindowsDoNotTile = "SCH049";

    /// <summary>A calendar ends soon.</summary>
    public const string CalendarEnds = "SCH050";

    /// <summary>The schedule has no data window.</summary>
    public const string NoWindow = "SCH051";

    /// <summary>A period of history that is empty, reversed, out of range or too long.</summary>
    public const string InvalidPeriod = "SCH052";

    /// <summary>A workflow without a schedule takes the one of the environment.</summary>
    public const string FallbackSchedule = "SCH053";

    /// <summary>An edit of something that has changed since it was read.</summary>
    public const string StaleEdit = "SCH054";

    /// <summary>An idempotency key that came before with another request.</summary>
    public const string IdempotencyConflict = "SCH055";

    /// <summary>So many schedules are gone from the files that somebody must agree first.</summary>
    public const string DeletionsHeld = "SCH056";

    /// <summary>Editing schedules is switched off.</summary>
    public const string EditingOff = "SCH057";

    /// <summary>No backfill of that number.</summary>
    public const string BackfillNotFound = "SCH058";

    /// <summary>Schedules that depend on each other in a circle.</summary>
    public const string DependencyCycle = "SCH059";

    /// <summary><c>depends_on</c> names no schedule.</summary>
    public const string UnknownDependency = "SCH060";

    /// <summary>A schedule is due again before its typical run has ended.</summary>
    public const string PeriodTooShort = "SCH061";

    /// <summary>The first request with an idempotency key is still being carried out.</summary>
    public const string RequestRunning = "SCH063";

    /// <summary>A project cannot be renamed.</summary>
    public const string RenameRefused = "SCH064";

    /// <summary>No usable template of that id.</summary>
    public const string TemplateNotFound = "SCH065";

    /// <summary>No strategy of that id.</summary>
    public const string StrategyNotFound = "SCH066";

    /// <summary>A database cannot be copied into the other one.</summary>
    public const string CopyRefused = "SCH067";

    /// <summary>A file cannot be restored, or a backup not be kept under its name.</summary>
    public const string BackupUnusable = "SCH068";

    /// <summary>A program that the work needs is not installed.</summary>
    public const string ProgramMissing = "SCH069";

    /// <summary>No account, or no token, of that name.</summary>
    public const string AccountNotFound = "SCH070";

    /// <summary>Nobody has signed in, and the server wants to know who asks.</summary>
    public const string SignInNeeded = "SCH071";

    /// <summary>Whoever has signed in may not do this.</summary>
    public const string NotAllowed = "SCH072";

    /// <summary>Name, password or link is wrong.</summary>
    public const string SignInRefused = "SCH073";

    /// <summary>Too much at once: try again after the time that Retry-After gives.</summary>
    public const string TooManyRequests = "SCH074";

    /// <summary>Something sealed cannot be opened, or nothing can be sealed: the keys do not fit the database.</summary>
    public const string KeysUnusable = "SCH075";

    /// <summary>No secret of that name, or one that cannot be used.</summary>
    public const string SecretMissing = "SCH076";

    /// <summary>A secret where it would be stored or shown.</summary>
    public const string SecretMisplaced = "SCH077";

    /// <summary>No connection of that name.</summary>
    public const string ConnectionMissing = "SCH078";

    /// <summary>A connection that does not fit what it is for.</summary>
    public const string ConnectionUnfit = "SCH079";

    /// <summary>No channel of that name.</summary>
    public const string ChannelNotFound = "SCH080";

    /// <summary>No rule of that name.</summary>
    public const string RuleNotFound = "SCH081";

    /// <summary>A channel's settings cannot be used.</summary>
    public const string ChannelUnusable = "SCH082";

    /// <summary>A message was not taken.</summary>
    public const string NotDelivered = "SCH083";

    /// <summary>No notification of that number.</summary>
    public const string NotificationNotFound = "SCH084";

    /// <summary>The issuer by which people sign in cannot be reached, or says nothing that could be used.</summary>
    public const string IssuerUnreachable = "SCH085";

    /// <summary>What came back from the issuer is no sign-in that this server began, or does not hold.</summary>
    public const string IssuerRefused = "SCH086";

    /// <summary>Whom the issuer or the proxy names has no account here that could be used.</summary>
    public const string NoAccountFor = "SCH087";

    /// <summary>Settings of the sign-in from outside do not fit together.</summary>
    public const string OutsideSettings = "SCH088";

    /// <summary>This server has no issuer by which to sign in.</summary>
    public const string NoIssuer = "SCH089";
}
