using System.Threading.Channels;
using EdgePos.Ledger;
using EdgePos.Store;

namespace EdgePos.Gateway;

/// <summary>A command of a register on a basket.</summary>
/// <param name="Register">Number of the register.</param>
/// <param name="Id">Made by the register.</param>
/// <param name="Digest">SHA-256 of what is asked.</param>
internal sealed record Command(int Register, Guid Id, byte[] Digest);

/// <summary>A basket, and whether the command that gave it had been carried out before.</summary>
internal sealed record BasketAnswer(Basket Basket, bool Replayed);

/// <summary>The baskets on the counter: in memory while open, on disk always. Its state belongs to the counter's loop.</summary>
internal sealed class BasketDesk(CounterLoop counter, LedgerReader ledger, PrinterPort printer)
{
    private const int WatchersMax = 1000;

    private readonly Dictionary<Guid, Basket> _open = [];
    private readonly Dictionary<Guid, int> _completing = [];
    private readonly Dictionary<Channel<Basket>, Guid> _watchers = [];

    /// <summary>
    /// Takes up the baskets that were open when the process ended. One whose sale is in the ledger is closed, and its
    /// receipt is queued: the process ended between the two.
    /// </summary>
    /// <returns>How many are open, and how many were found sold.</returns>
    public Task<(int Open, int Sold)> RecoverAsync() => counter.Do(file =>
    {
        int sold = 0;
        foreach (var id in file.Baskets.OpenIds())
        {
            var basket = file.Baskets.Find(id)!;
            _open[id] = basket;
            if (ledger.FindReceiptOf(id) is { } receipt)
            {
                Close(file, basket, receipt.ToString());
                sold++;
            }
        }

        return (_open.Count, sold);
    });

    /// <summary>Opens a basket. Its id is that of the command, so a repeated command finds the same basket.</summary>
    public Task<Result<BasketAnswer>> OpenAsync(Command command, Currency currency) => counter.Do<Result<BasketAnswer>>(file =>
    {
        if (Find(file, command.Id) is { } there)
        {
            return there.Register == command.Register
                ? new BasketAnswer(there, Replayed: true)
                : new Refusal(RefusalCode.CommandIdReused, "command_id");
        }

        if (_open.Count >= BasketLimits.MaxOpenBaskets)
            return new Refusal(RefusalCode.TooManyBaskets, "", $"{_open.Count}");
        var basket = new Basket { Id = command.Id, Register = command.Register, Currency = currency };
        return Save(file, null, basket, command);
    });

    /// <summary>Changes a basket by a rule, once for each command.</summary>
    public Task<Result<BasketAnswer>> ChangeAsync(Guid id, Command command, Func<Basket, Result<Basket>> rule) =>
        counter.Do<Result<BasketAnswer>>(file =>
        {
            if (Find(file, id) is not { } basket)
                return new Refusal(RefusalCode.BasketNotFound, "basket_id");
            if (file.Baskets.FindCommand(id, command.Id) is { } digest)
            {
                return digest.AsSpan().SequenceEqual(command.Digest)
                    ? new BasketAnswer(basket, Replayed: true)
                    : new Refusal(RefusalCode.CommandIdReused, "command_id");
            }

            return _completing.ContainsKey(id)
                ? new Refusal(RefusalCode.BasketBusy, "basket_id")
                : rule(basket).Then(changed => Save(file, basket, changed, command));
        });

    /// <summary>The basket as it is.</summary>
    public Task<Result<Basket>> GetAsync(Guid id) => counter.Do<Result<Basket>>(file =>
        Find(file, id) is { } basket ? basket : new Refusal(RefusalCode.BasketNotFound, "basket_id"));

    /// <summary>
    /// Holds a paid basket still while the ledger writes its sale. Each is followed by one <see cref="EndCompleteAsync"/>.
    /// </summary>
    public Task<Result<Basket>> BeginCompleteAsync(Guid id) => counter.Do<Result<Basket>>(file =>
    {
        if (Find(file, id) is not { } basket)
            return new Refusal(RefusalCode.BasketNotFound, "basket_id");
        if (basket.CheckComplete() is { } refusal)
            return refusal;
        _completing[id] = _completing.GetValueOrDefault(id) + 1;
        return basket;
    });

    /// <summary>Lets the basket go; with a receipt number it is closed and its receipt queued, in one transaction.</summary>
    public Task<bool> EndCompleteAsync(Guid id, string? receiptNumber) => counter.Do(file =>
    {
        if (--_completing[id] == 0)
            _completing.Remove(id);
        if (receiptNumber is not null && _open.TryGetValue(id, out var basket))
            Close(file, basket, receiptNumber);
        return true;
    });

    /// <summary>Sends the basket now and after each change; a slow watcher sees the last one only.</summary>
    /// <exception cref="LedgerFault">Busy: too many watch.</exception>
    public Task<Result<Channel<Basket>>> WatchAsync(Guid id) => counter.Do<Result<Channel<Basket>>>(file =>
    {
        if (Find(file, id) is not { } basket)
            return new Refusal(RefusalCode.BasketNotFound, "basket_id");
        if (_watchers.Count >= WatchersMax)
            throw new LedgerFault(FaultKind.Busy, "watch", "baskets", $"{WatchersMax} watch already");
        var watcher = Channel.CreateBounded<Basket>(
            new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        _watchers[watcher] = id;
        Tell(watcher, basket);
        return watcher;
    });

    /// <summary>Ends a watch.</summary>
    public Task<bool> UnwatchAsync(Channel<Basket> watcher) => counter.Do(_ => _watchers.Remove(watcher));

    /// <summary>Queues the original of a receipt where the store has a printer; harmless while the queue knows it.</summary>
    public Task QueueReceiptAsync(string receiptNumber) => counter.Do(file => file.Change<bool>(now =>
    {
        QueueReceipt(file, receiptNumber, now);
        return true;
    }));

    private Basket? Find(CounterFile file, Guid id) =>
        _open.TryGetValue(id, out var open) ? open : file.Baskets.Find(id) ?? SoldBasket(id);

    // A power cut can cost counter.db its last moment: the ledger still knows what became of the basket.
    private Basket? SoldBasket(Guid id) => ledger.FindReceiptOf(id) is { } number && ledger.FindReceipt(number) is { } receipt
        ? SoldBaskets.Of(id, receipt)
        : null;

    private Result<BasketAnswer> Save(CounterFile file, Basket? before, Basket after, Command command)
    {
        file.Change<bool>(now =>
        {
            file.Baskets.Save(before, after, now);
            file.Baskets.KeepCommand(after.Id, command.Id, command.Digest);
            return true;
        });
        Put(after);
        return new BasketAnswer(after, Replayed: false);
    }

    private void Close(CounterFile file, Basket basket, string receiptNumber)
    {
        var closed = basket.Completed(receiptNumber);
        file.Change<bool>(now =>
        {
            file.Baskets.Save(basket, closed, now);
            QueueReceipt(file, receiptNumber, now);
            return true;
        });
        Put(closed);
    }

    private void QueueReceipt(CounterFile file, string receiptNumber, long now)
    {
        if (printer.Printer is not null)
            file.PrintJobs.AddOriginal(receiptNumber, now);
    }

    private void Put(Basket basket)
    {
        if (basket.State is BasketState.Open or BasketState.Paid)
            _open[basket.Id] = basket;
        else
            _open.Remove(basket.Id);
        foreach (var (watcher, id) in _watchers.Where(pair => pair.Value == basket.Id))
            Tell(watcher, basket);
    }

    private static void Tell(Channel<Basket> watcher, Basket basket)
    {
        watcher.Writer.TryWrite(basket);
        if (basket.State is BasketState.Completed or BasketState.Abandoned)
            watcher.Writer.TryComplete();
    }
}
