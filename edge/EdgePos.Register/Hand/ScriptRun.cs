namespace EdgePos.Register;

/// <summary>
/// Does what a cashier would type, from a file or a pipe: a command a line, an empty line is Enter, # begins a comment.
/// A line that begins with ! must be refused. Prints what the cashier would see, a compact line each.
/// </summary>
internal sealed class ScriptRun(Cashier cashier, Texts texts, TextWriter output)
{
    private const int EchoWidth = 22;

    private string[] _words = [];

    /// <summary>Runs to the end, also past lines that fail.</summary>
    /// <returns>An exit code: not all, where a line did not go as it should.</returns>
    public async Task<int> RunAsync(TextReader lines, CancellationToken stop)
    {
        int failures = 0;
        while (await lines.ReadLineAsync(stop) is { } line)
        {
            if (line.TrimStart().StartsWith('#'))
                continue;
            bool refusalWanted = line.TrimStart().StartsWith('!');
            string typed = refusalWanted ? line.TrimStart()[1..] : line;
            var outcome = await cashier.DoAsync(typed, stop);
            if (outcome.Kind == OutcomeKind.Quit)
                break;
            if (outcome.Kind == OutcomeKind.Unanswered)
                throw new RegisterFault(ExitCodes.Unavailable, outcome.Message);
            bool failed = outcome.IsNo != refusalWanted;
            failures += failed ? 1 : 0;
            await PrintAsync(typed.Trim(), outcome, failed);
        }

        if (await cashier.LeaveAsync(stop) is { Length: > 0 } word)
            await output.WriteLineAsync(word);
        return failures == 0 ? ExitCodes.Ok : ExitCodes.NotAll;
    }

    private async Task PrintAsync(string typed, Outcome outcome, bool failed)
    {
        string echo = typed.Length == 0 ? "(Enter)" : Typed.Shown(typed);
        string code = outcome.IsNo ? $"{(outcome.Code.Length > 0 ? outcome.Code : "NOT_UNDERSTOOD")}: " : "";
        string hint = outcome.Hint.Length > 0 ? $" -> {outcome.Hint}" : "";
        string sums = outcome.Kind == OutcomeKind.Done ? Sums() : "";
        await output.WriteLineAsync($"{(failed ? "FAILED " : "")}> {echo.PadRight(EchoWidth)} {code}{outcome.Message}{hint}{sums}");
        if (outcome is { PaperAsked: true, Paper.Length: > 0 })
            await output.WriteLineAsync(outcome.Paper);
        await PrintWordsAsync();
    }

    // What the basket has to say is said when it is new.
    private async Task PrintWordsAsync()
    {
        string[] words = cashier.Basket is not { } basket ? [] :
        [
            .. BasketWords.Warnings(basket, texts).Select(text => $"  ! {text}"),
            .. BasketWords.Hints(basket, texts).Select(text => $"  + {text}"),
        ];
        foreach (string word in words.Except(_words))
            await output.WriteLineAsync(word);
        _words = words;
    }

    private string Sums() => cashier.Basket is not { } basket ? "" : $" | {texts.Of(Say.Total)} {texts.Amount(basket.Total)}, " + (
        basket.Due.Minor switch
        {
            > 0 => $"{texts.Of(Say.Due)} {texts.Amount(basket.Due)}",
            < 0 => $"{texts.Of(Say.GiveBack)} {texts.Amount(basket.Due)}",
            _ => $"{texts.Of(Say.Change)} {texts.Amount(basket.Change)}",
        });
}
