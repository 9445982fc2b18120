using EdgePos.Devices;
using EdgePos.Ledger;
using EdgePos.Store;
using EdgePos.V1;

namespace EdgePos.Gateway;

/// <summary>
/// Prints shelf labels, as many at once as the printer proves at once, and writes down that they hang before the next ones go to
/// it: what was written is due no more, whatever happens then.
/// </summary>
internal sealed class LabelDesk(
    LabelBook book, DeviceChoice devices, CounterLoop counter, TimeProvider time, IHostApplicationLifetime life) : IDisposable
{
    private const int MarkedTogether = 500, WatchersMax = 50;
    private const string NobodyWaits = "nobody waits for the labels any more";

    private static readonly TimeSpan LongestTurn = TimeSpan.FromSeconds(30), LookEvery = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private readonly Underway<PrintLabelsProgress> _underway = new();

    /// <summary>Who waits for the labels of which command: begun before the command is.</summary>
    public Watchers<(int Register, Guid Id), PrintLabelsProgress> Watchers { get; } = new(
        WatchersMax, () => new LedgerFault(FaultKind.Busy, "print", "labels", $"{WatchersMax} wait already"));

    /// <summary>
    /// Prints labels for as long as somebody watches the command. The same command joins the one that runs. Carried out again
    /// later it prints what is still due, and of named items those that it has not printed yet: each label knows its command.
    /// </summary>
    /// <param name="device">Name of the printer; empty: that of the register.</param>
    /// <returns>What came of it.</returns>
    public Task<Result<PrintLabelsProgress>> PrintAsync(Command command, string device, LabelOrder order) =>
        _underway.JoinAsync(command, async () =>
        {
            var printer = devices.For<LabelPrinter>(command.Register, device, new Refusal(RefusalCode.NoLabelPrinter, "device"));
            if (printer.Refusal is { } none)
                return none;
            // Two commands at once would print the same labels.
            if (!await _oneAtATime.WaitAsync(LongestTurn))
                return new Refusal(RefusalCode.LabelsUnderway, "");
            try
            {
                return await PrintAsync(command, printer.Value, order);
            }
            finally
            {
                _oneAtATime.Release();
            }
        });

    /// <summary>Notes that labels hang without printing them, and that those of items no longer sold are down.</summary>
    public async Task<Result<MarkLabelsHangingResponse>> MarkAsync(LabelOrder order, CancellationToken stop)
    {
        var answer = new MarkLabelsHangingResponse();
        if (order.Codes.Count > 0)
        {
            var named = await book.NamedAsync(order, orGone: true);
            if (named.Refusal is { } refusal)
                return refusal;
            await NoteAsync([.. named.Value.Where(label => label.IsDue || label.IsGone)]);
            return answer;
        }

        await foreach (var some in TogetherAsync(after => book.DueAsync(after, order, stop), MarkedTogether))
            await NoteAsync(some);
        if (order.Department.Length == 0)
        {
            await foreach (var some in TogetherAsync(after => book.GoneAsync(after, stop), MarkedTogether))
                await NoteAsync(some);
        }

        return answer;

        async Task NoteAsync(IReadOnlyList<WantedLabel> labels)
        {
            await HangAsync(labels, command: null);
            answer.Hanging += labels.Count(label => label.Text is not null);
            answer.TakenDown += labels.Count(label => label.Text is null);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _oneAtATime.Dispose();

    private async Task<Result<PrintLabelsProgress>> PrintAsync(Command command, LabelPrinter printer, LabelOrder order)
    {
        var progress = new PrintLabelsProgress();
        IAsyncEnumerable<IReadOnlyList<WantedLabel>> portions;
        if (order.Codes.Count > 0)
        {
            var named = await book.NamedAsync(order, orGone: false);
            if (named.Refusal is { } refusal)
                return refusal;
            progress.Of = named.Value.Count;
            // Read again when it is their turn: the price may have changed by then.
            portions = named.Value.Select(label => label.Sku).Chunk(printer.Together).ToAsyncEnumerable()
                .Select(async (string[] skus, CancellationToken _) => (IReadOnlyList<WantedLabel>)await book.OfAsync(skus, order));
        }
        else
        {
            progress.Of = await book.DueAsync("", order, CancellationToken.None).LongCountAsync();
            portions = TogetherAsync(after => book.DueAsync(after, order, CancellationToken.None), printer.Together);
        }

        Tell(command, progress);
        await foreach (var portion in portions)
        {
            if (!Watchers.Any((command.Register, command.Id)) || life.ApplicationStopping.IsCancellationRequested)
            {
                progress.Hindrance = NobodyWaits;
                break;
            }

            var left = portion.Where(label => label.Text is not null && (label.IsDue || label.Hanging?.Command != command.Id)).ToList();
            var result = await PrintAsync(command, printer, left, progress);
            await HangAsync(left.Take(result.Printed), command.Id);
            (progress.Printed, progress.Unknown) = (progress.Printed + portion.Count - left.Count + result.Printed, result.Unknown);
            progress.Hindrance = result.Reason;
            if (result.Reason.Length > 0)
                break;
            Tell(command, progress);
        }

        return progress;
    }

    private void Tell(Command command, PrintLabelsProgress progress) =>
        Watchers.Tell((command.Register, command.Id), progress.Clone());

    // A printer that has run out in the middle waits for somebody to see to it, and so does whoever watches: they are told.
    private async Task<LabelResult> PrintAsync(
        Command command, LabelPrinter printer, List<WantedLabel> labels, PrintLabelsProgress progress)
    {
        var printing = printer.PrintAsync([.. labels.Select(label => LabelOf(label.Text!))]);
        while (await Task.WhenAny(printing, Task.Delay(LookEvery, time, CancellationToken.None)) != printing)
        {
            if (progress.Hindrance == printer.Health.Reason)
                continue;
            progress.Hindrance = printer.Health.Reason;
            Tell(command, progress);
        }

        return await printing;
    }

    private async Task HangAsync(IEnumerable<WantedLabel> labels, Guid? command) => await await counter.DoSurelyAsync(file =>
    {
        file.ChangeAndSync(now =>
        {
            foreach (var label in labels)
            {
                if (label.Text is { } text)
                    file.ShelfLabels.Hang(text, command, now);
                else
                    file.ShelfLabels.TakeDown(label.Sku);
            }
        });
        return true;
    });

    // Asked anew after each portion, which may have taken minutes: no label is printed that is not due any more.
    private static async IAsyncEnumerable<IReadOnlyList<WantedLabel>> TogetherAsync(
        Func<string, IAsyncEnumerable<WantedLabel>> labelsAfter, int most)
    {
        string after = "";
        while (await labelsAfter(after).Take(most).ToListAsync() is { Count: > 0 } some)
        {
            yield return some;
            after = some[^1].Sku;
        }
    }

    private static ShelfLabel LabelOf(LabelText text) => new(text.Name, text.Price, text.UnitPrice, text.Code, text.Sku);
}
