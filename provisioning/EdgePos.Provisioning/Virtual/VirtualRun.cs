namespace EdgePos.Provisioning;

/// <summary>A virtual device at the keyboard: words put it into a state, and make its line fail.</summary>
/// <param name="title">What it is, and where.</param>
/// <param name="words">What can be done with it.</param>
/// <param name="input">The keyboard.</param>
/// <param name="output">The screen.</param>
internal sealed class VirtualRun(string title, IEnumerable<VirtualWord> words, TextReader input, TextWriter output)
{
    private readonly IReadOnlyList<VirtualWord> _words = [.. words];

    /// <summary>Runs until `quit`, the end of the input, or Ctrl-C.</summary>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        await output.WriteLineAsync($"{title}. help tells the words; quit ends it.");
        try
        {
            while (await input.ReadLineAsync(stop).AsTask().WaitAsync(stop) is { } line)
            {
                string[] typed = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (typed is ["quit"])
                    return ExitCodes.Ok;
                if (typed.Length > 0)
                    await output.WriteLineAsync(Answer(typed));
            }

            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop); // no keyboard: until Ctrl-C
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Ctrl-C is how it ends.
        }

        return ExitCodes.Ok;
    }

    private string Answer(string[] typed)
    {
        var word = _words.FirstOrDefault(one => one.Name == typed[0]);
        return word?.Do(typed[1..])
            ?? (word is not null ? word.Help : string.Join('\n', _words.Select(one => $"  {one.Help}").Append("  quit")));
    }
}
