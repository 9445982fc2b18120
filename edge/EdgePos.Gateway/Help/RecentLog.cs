using System.Globalization;

namespace EdgePos.Gateway;

/// <summary>
/// The last lines that the daemon said, in memory, for who asks from afar: not every box has a journald, and not every help desk
/// a shell. What may not be seen is not logged. Safe from any thread.
/// </summary>
internal sealed class RecentLog(TimeProvider time) : ILoggerProvider
{
    /// <summary>So many lines are kept.</summary>
    public const int LinesMax = 1000;

    private const int LineLettersMax = 1000;

    private readonly Lock _turn = new();
    private readonly Queue<string> _lines = new();
    private long _said;

    /// <summary>The last lines, the oldest first, and how many were said since the daemon was started.</summary>
    public (IReadOnlyList<string> Lines, long Said) Tail(int lines)
    {
        lock (_turn)
            return ([.. _lines.Skip(_lines.Count - Math.Min(lines, _lines.Count))], _said);
    }

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Writer(this, categoryName);

    /// <inheritdoc/>
    public void Dispose()
    {
        // It lives as long as the process.
    }

    private void Keep(string said)
    {
        string line = $"{time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture)}Z {said}"
            .ReplaceLineEndings(" | ");
        lock (_turn)
        {
            _said++;
            if (_lines.Count == LinesMax)
                _lines.Dequeue();
            _lines.Enqueue(line.Length > LineLettersMax ? line[..LineLettersMax] : line);
        }
    }

    private sealed class Writer(RecentLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            string level = logLevel switch
            {
                LogLevel.Critical => "crit",
                LogLevel.Error => "fail",
                LogLevel.Warning => "warn",
                LogLevel.Information => "info",
                LogLevel.Debug or LogLevel.Trace => "dbug",
                LogLevel.None => "",
            };
            log.Keep($"{level} {category}[{eventId.Id}] {formatter(state, exception)}{(exception is null ? "" : $" {exception}")}");
        }
    }
}
