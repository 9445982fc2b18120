using EdgePos.Ledger;

namespace EdgePos.Provisioning;

/// <summary>How far a check has come: on a terminal one line that changes, elsewhere a line for each tenth.</summary>
internal sealed class ProgressLine : IProgress<CheckProgress>
{
    private const string ClearLine = "\r\u001b[K"; // ECMA-48: erase to the line's end

    private readonly TextWriter _output = Console.Error;
    private readonly bool _live = !Console.IsErrorRedirected;
    private long _tenth = -1;

    /// <inheritdoc/>
    public void Report(CheckProgress value)
    {
        long tenth = value.Of == 0 ? 10 : value.Entries * 10 / value.Of;
        if (_live)
            _output.Write(value.Entries < value.Of ? ClearLine + Line(value) : ClearLine);
        else if (tenth > _tenth && value.Entries < value.Of)
            _output.WriteLine(Line(value));
        _tenth = tenth;
    }

    private static string Line(CheckProgress value) => $"checked {value.Entries} of {value.Of} entries";
}
