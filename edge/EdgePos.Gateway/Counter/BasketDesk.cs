using System.Threading.Channels;
using EdgePos.Ledger;
using EdgePos.Store;
using EdgePos.V1;
using Basket = EdgePos.Store.Basket;
using BasketState = EdgePos.Store.BasketState;

namespace EdgePos.Gateway;

/// <summary>A command of a register on a basket.</summary>
/// <param name="Register">Number of the register.</param>
/// <param name="Id">Made by the register.</param>
/// <param name="Digest">SHA-256 of what is asked.</param>
internal sealed record Command(int Register, Guid Id, byte[] Digest);

/// <summary>What a command on a basket is answered.</summary>
/// <param name="Basket">The basket as it is.</param>
/// <param name="Body">The bytes of the message that shows it.</param>
internal sealed record BasketAnswer(Basket Basket, byte[] Body);

/// <summary>The baskets on the counter: in memory while open, on disk always. Its state belongs to the counter's loop.</summary>
internal sealed class BasketDesk(
    CounterLoop counter, LedgerReader ledger, PaymentTenders payments, PrinterPort printers, DiskWatch disk, StoreProfile store)
{
    private const int WatchersMax = 1000;

    // A sale that is in the ledger, and that counter.db has to note as soon as its disk lets it. No command: it was found
    // sold at the start.
    private sealed record Owed(Basket Closed, Command? Command);

    /// <summary>Told of each basket as it has become, on the counter's loop: it must neither wait nor throw.</summary>
    public event Action<Basket>? Changed;

    private readonly Dictionary<Guid, Basket> _open = [];
    private readonly Dictionary<Guid, int> _completing = [];
    private readonly Dictionary<Guid, Owed> _owed = [];
    private readonly Dictionary<Guid, Guid> _held = [];
    private readonly Watchers<Guid, Basket> _watchers = new(
        WatchersMax, () => new LedgerFault(FaultKind.Busy, "watch", "baskets", $"{WatchersMax} watch already"));

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
            if (SoldBasket(id) is { } closed)
            {
                // A power cut can cost counter.db its last moment: what the ledger says of the basket is what was sold.
                Close(file, new Owed(closed, Command: null));
                sold++;
            }
            else
            {
                Agree(file, basket);
            }
        }

        foreach (var (basket, payment) in payments.Held())
            _held[basket] = payment;

        return (_open.Count, sold);
    });

    /// <summary>Opens a basket. Its id is that of the command, so a repeated command finds the same basket.</summary>
    /// <param name="fill">What is in it from the beginning, by a rule; null: nothing.</param>
    public Task<Result<BasketAnswer>> OpenAsync(
        Command command, Func<Basket, Result<Basket>>? fill = null) => counter.Do<Result<BasketAnswer>>(file =>
    {
        if (IsRepeated(file, command, command.Id).Refusal is { } reused)
            return reused;
        if (Find(file, command.Id) is { } there)
        {
            return there.Register == command.Register
                ? Replayed(there)
                : new Refusal(RefusalCode.CommandIdReused, "command_id");
        }

        if (disk.Disk == DiskState.Reserve)
            return new Refusal(RefusalCode.DiskFull, "");
        if (_open.Count >= BasketLimits.MaxOpenBaskets)
            return new Refusal(RefusalCode.TooManyBaskets, "", $"{_open.Count}");
        var empty = new Basket
        {
            Id = command.Id,
            Register = command.Register,
            Currency = store.Currency,
            Tax = store.Tax,
            CashStep = store.CashStep,
        };
        return (fill is null ? empty : fill(empty)).Then(basket => Save(file, basket, command));
    });

    /// <summary>Changes a basket by a rule, once for each command.</summary>
    /// <param name="version">The version that the command was made for; 0: whichever it is.</param>
    public Task<Result<BasketAnswer>> ChangeAsync(Guid id, Command command, Func<Basket, Result<Basket>> rule, long version = 0) =>
        counter.Do<Result<BasketAnswer>>(file =>
        {
            if (Find(file, id) is not { } basket)
                return new Refusal(RefusalCode.BasketNotFound, "basket_id");
            // What is refused is not kept: the command may come again.
            var answer = file.Change<BasketAnswer>(now =>
                !file.Baskets.KeepCommand(id, command.Id, command.Digest, now)
                    ? IsRepeated(file, command, id).Then<BasketAnswer>(_ => Replayed(basket))
                : _completing.ContainsKey(id) ? new Refusal(RefusalCode.BasketBusy, "basket_id")
                : _held.ContainsKey(id) ? new Refusal(RefusalCode.PaymentOpen, "basket_id")
                : version != 0 && version != basket.Version ? new Refusal(RefusalCode.BasketChanged, "basket_version")
                : rule(basket).Then<BasketAnswer>(changed => new BasketAnswer(changed, file.Baskets.Save(changed, now))));
            if (answer.Refusal is null && !ReferenceEquals(answer.Value.Basket, basket))
                Put(answer.Value.Basket);
            return answer;
        });

    /// <summary>Baskets that a register opened and that are still open, the oldest first.</summary>
    /// <param name="most">No more than so many.</param>
    public Task<IReadOnlyList<Guid>> OpenOfAsync(int register, int most) => counter.Do<IReadOnlyList<Guid>>(_ =>
        [.. _open.Values.Where(basket => basket.Register == register).Select(basket => basket.Id).Order().Take(most)]);

    /// <summary>Baskets that are not closed, the oldest first; its id says when a basket was opened.</summary>
    public Task<IReadOnlyList<Basket>> ListAsync() => counter.Do<IReadOnlyList<Basket>>(_ =>
        [.. _open.Values.OrderBy(basket => basket.Id)]);

    /// <summary>How many baskets are put aside; for rules, which are asked on the counter's loop.</summary>
    public int Suspended => _open.Values.Count(basket => basket.Suspended);

    /// <summary>The open basket that hands an order over; null: there is none. For rules, which are asked on the counter's loop.</summary>
    public Basket? OfOrder(string order) => _open.Values.FirstOrDefault(basket => basket.Order == order);

    /// <summary>True where a command has opened or changed a basket.</summary>
    public Task<bool> KnowsAsync(Guid command) => counter.Do(file =>
        _open.ContainsKey(command) || file.Baskets.FindCommand(command) is not null || file.Baskets.Find(command) is not null);

    /// <summary>The basket as it is.</summary>
    public Task<Result<Basket>> GetAsync(Guid id) => counter.Do<Result<Basket>>(file =>
        Find(file, id) is { } basket ? basket : new Refusal(RefusalCode.BasketNotFound, "basket_id"));

    /// <summary>
    /// Holds a paid basket still while the ledger writes its sale. Each is followed by one <see cref="EndCompleteAsync"/>.
    /// </summary>
    public Task<Result<Basket>> BeginCompleteAsync(Guid id, Command command) => counter.Do<Result<Basket>>(file =>
    {
        if (IsRepeated(file, command, id).Refusal is { } reused)
            return reused;
        if (Find(file, id) is not { } basket)
            return new Refusal(RefusalCode.BasketNotFound, "basket_id");
        if (basket.CheckComplete() is { } refusal)
            return refusal;
        if (_held.ContainsKey(id))
            return new Refusal(RefusalCode.PaymentOpen, "basket_id");
        _completing[id] = _completing.GetValueOrDefault(id) + 1;
        return basket;
    });

    /// <summary>
    /// Lets the basket go; with a receipt number it is closed and its receipt queued, in one transaction. Where the disk
    /// does not take that now it stays owed: the sale itself is in the ledger.
    /// </summary>
    /// <returns>Ends when whatever is asked of the basket later comes after it; what it gives ends when it is done.</returns>
    public Task<Task<bool>> EndCompleteAsync(Guid id, Command command, string? receiptNumber) => counter.DoSurelyAsync(file =>
    {
        if (--_completing[id] == 0)
            _completing.Remove(id);
        if (receiptNumber is not null && _open.TryGetValue(id, out var basket))
            Close(file, new Owed(basket.Completed(receiptNumber), command));
        return true;
    });

    /// <summary>Holds a basket still while the terminal is asked for a payment. Until it is let go nothing else changes it.</summary>
    /// <param name="read">What is asked for, by what the basket is now; or why nothing is.</param>
    public Task<Result<T>> HoldAsync<T>(Guid id, Guid payment, Func<Basket, Result<T>> read) => counter.Do<Result<T>>(file =>
        Find(file, id) is not { } basket ? new Refusal(RefusalCode.BasketNotFound, "basket_id")
        : _completing.ContainsKey(id) ? new Refusal(RefusalCode.BasketBusy, "basket_id")
        : _held.ContainsKey(id) ? new Refusal(RefusalCode.PaymentOpen, "basket_id")
        : read(basket).Then<T>(asked =>
        {
            _held[id] = payment;
            return asked;
        }));

    /// <summary>Gives an open basket the card payments that the ledger says it has, and lets it go where a payment held it.</summary>
    /// <returns>False: it is not open, here at least.</returns>
    /// <exception cref="LedgerFault">The counter's disk does not take it: it is held as before.</exception>
    public Task<bool> LetGoAsync(Guid id, Guid payment) => counter.Do(file =>
    {
        bool isOpen = _open.TryGetValue(id, out var basket);
        if (isOpen)
            Agree(file, basket!);
        if (_held.GetValueOrDefault(id) == payment)
            _held.Remove(id);
        return isOpen;
    });

    /// <summary>Which basket is held for which payment.</summary>
    public Task<IReadOnlyDictionary<Guid, Guid>> HeldAsync() =>
        counter.Do<IReadOnlyDictionary<Guid, Guid>>(_ => new Dictionary<Guid, Guid>(_held));

    /// <summary>Notes in counter.db what is owed to it.</summary>
    /// <exception cref="LedgerFault">Its disk still does not take it.</exception>
    public Task PayOwedAsync() => counter.Do(file =>
    {
        PayOwed(file);
        return true;
    });

    /// <summary>Gives up baskets without a tender that nobody has touched for so long.</summary>
    /// <returns>How many.</returns>
    public Task<int> GiveUpForgottenAsync(TimeSpan age) => counter.Do(file =>
    {
        var given = file.Change<List<Basket>>(now =>
        {
            var baskets = new List<Basket>();
            foreach (var id in file.Baskets.OpenUntouchedSince(now - age.ToUs()))
            {
                if (_completing.ContainsKey(id) || _held.ContainsKey(id) || !_open.TryGetValue(id, out var basket) || basket.Paying.Any())
                    continue;
                baskets.Add(basket.Abandon().Value);
                file.Baskets.Save(baskets[^1], now);
            }

            return baskets;
        }).Value;
        given.ForEach(Put);
        return given.Count;
    });

    /// <summary>Sends the basket now and after each change; a slow watcher sees the last one only.</summary>
    /// <exception cref="LedgerFault">Busy: too many watch.</exception>
    public Task<Result<Channel<Basket>>> WatchAsync(Guid id) => counter.Do<Result<Channel<Basket>>>(file =>
    {
        if (Find(file, id) is not { } basket)
            return new Refusal(RefusalCode.BasketNotFound, "basket_id");
        var watcher = _watchers.Begin(id);
        Watchers<Guid, Basket>.Tell(watcher, basket, IsLast(basket));
        return watcher;
    });

    /// <summary>Ends a watch.</summary>
    public void Unwatch(Channel<Basket> watcher) => _watchers.End(watcher);

    /// <summary>Queues the original of a receipt where the store has a printer; harmless while the queue knows it.</summary>
    public Task QueueReceiptAsync(string receiptNumber) => counter.Do(file => file.Change<bool>(now =>
    {
        QueueReceipt(file, receiptNumber, now);
        return true;
    }));

    private Basket? Find(CounterFile file, Guid id) =>
        _open.TryGetValue(id, out var open) ? open
        : _owed.TryGetValue(id, out var owed) ? owed.Closed
        : file.Baskets.Find(id) ?? SoldBasket(id);

    // A command id means one command, whatever it names: with other content it is refused.
    private static Result<bool> IsRepeated(CounterFile file, Command command, Guid basketId) =>
        file.Baskets.FindCommand(command.Id) is not { } kept ? false
        : kept.BasketId == basketId && kept.Digest.AsSpan().SequenceEqual(command.Digest) ? true
        : new Refusal(RefusalCode.CommandIdReused, "command_id");

    // The ledger still knows what became of a basket that counter.db has lost or forgotten.
    private Basket? SoldBasket(Guid id) => ledger.FindReceiptOf(id) is { } number && ledger.FindReceipt(number) is { } receipt
        ? SoldBaskets.Of(id, receipt, store)
        : null;

    private Result<BasketAnswer> Save(CounterFile file, Basket after, Command command)
    {
        byte[] body = file.Change<byte[]>(now =>
        {
            file.Baskets.KeepCommand(after.Id, command.Id, command.Digest, now);
            return file.Baskets.Save(after, now);
        }).Value;
        Put(after);
        return new BasketAnswer(after, body);
    }

    // The money has moved, whatever the basket looked like: a power cut may have cost counter.db its last moment.
    private void Agree(CounterFile file, Basket basket)
    {
        var after = payments.Agree(basket);
        if (after == basket)
            return;
        file.Change<bool>(now =>
        {
            file.Baskets.Save(after, now);
            return true;
        });
        Put(after);
    }

    private static BasketAnswer Replayed(Basket basket) => new(basket, basket.Encode(replayed: true));

    private void Close(CounterFile file, Owed sold)
    {
        _owed[sold.Closed.Id] = sold;
        Put(sold.Closed);
        try
        {
            PayOwed(file);
        }
        catch (LedgerFault)
        {
            // It stays owed: the keeper tries again, and says why where that fails.
        }
    }

    private void PayOwed(CounterFile file)
    {
        foreach (var (id, sold) in _owed)
        {
            file.Change<bool>(now =>
            {
                file.Baskets.Save(sold.Closed, now);
                if (sold.Command is { } command)
                    file.Baskets.KeepCommand(id, command.Id, command.Digest, now);
                QueueReceipt(file, sold.Closed.ReceiptNumber, now);
                return true;
            });
            _owed.Remove(id);
        }
    }

    private void QueueReceipt(CounterFile file, string receiptNumber, long now)
    {
        if (printers.For(receiptNumber) is { } printer)
            file.PrintJobs.AddOriginal(receiptNumber, printer, now);
    }

    private void Put(Basket basket)
    {
        if (basket.State is BasketState.Open or BasketState.Paid or BasketState.Suspended)
            _open[basket.Id] = basket;
        else
            _open.Remove(basket.Id);
        _watchers.Tell(basket.Id, basket, IsLast(basket));
        Changed?.Invoke(basket);
    }

    private static bool IsLast(Basket basket) => basket.State is BasketState.Completed or BasketState.Abandoned;
}
