using Carillon.Engine.Security;

namespace Carillon.Server.Hosting;

/// <summary>Takes the secrets in use out of the process's own log, whatever writes it: out of messages and exceptions.</summary>
internal static class MaskedLogs
{
    /// <summary>Puts the mask before every provider of logs that the services have.</summary>
    public static void Wrap(IServiceCollection services, ProcessMask mask)
    {
        for (var i = 0; i < services.Count; i++)
        {
            if (services[i] is not { ServiceType: var type, IsKeyedService: false } given || type != typeof(ILoggerProvider))
                continue;
            services[i] = ServiceDescriptor.Singleton<ILoggerProvider>(provider => new Provider(Make(provider, given), mask));
        }
    }

    private static ILoggerProvider Make(IServiceProvider provider, ServiceDescriptor given) => (ILoggerProvider)(
        given.ImplementationInstance ?? given.ImplementationFactory?.Invoke(provider) ?? ActivatorUtilities.CreateInstance(provider, given.ImplementationType!));

    private sealed class Provider(ILoggerProvider inner, ProcessMask mask) : ILoggerProvider, ISupportExternalScope
    {
        public ILogger CreateLogger(string categoryName) => new Logger(inner.CreateLogger(categoryName), mask);

        public void SetScopeProvider(IExternalScopeProvider scopeProvider) => (inner as ISupportExternalScope)?.SetScopeProvider(scopeProvider);

        public void Dispose() => inner.Dispose();
    }

    private sealed class Logger(ILogger inner, ProcessMask mask) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => inner.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (mask.IsNone || !inner.IsEnabled(logLevel))
            {
                inner.Log(logLevel, eventId, state, exception, formatter);
                return;
            }
            var (message, fault) = (formatter(state, exception), exception?.ToString());
            var (shownMessage, shownFault) = (mask.Apply(message), fault is null ? null : mask.Apply(fault));
            if (ReferenceEquals(message, shownMessage) && ReferenceEquals(fault, shownFault))
                inner.Log(logLevel, eventId, state, exception, formatter);
            else
                inner.Log(logLevel, eventId, shownMessage, shownFault is null ? null : new MaskedException(shownFault), static (text, _) => text);
        }
    }

    /// <summary>What an exception said, without secrets.</summary>
    private sealed class MaskedException(string text) : Exception(text.Split('\n')[0])
    {
        public override string ToString() => text;
    }
}
