using System.Security.Cryptography;
using System.Text;
using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using EdgePos.Store;
using EdgePos.V1;
using Microsoft.Extensions.Time.Testing;
using Xunit;
using Money = EdgePos.V1.Money;

namespace EdgePos.Tests;

/// <summary>One thing that happens to a ledger.</summary>
internal abstract record LedgerStep
{
    internal sealed record Sell(AskedSale Asked) : LedgerStep;

    /// <summary>A sale that is written, and refused after that by a rule that comes late: no trace of it may stay.</summary>
    internal sealed record Regret(AskedSale Asked) : LedgerStep;

    /// <summary>Head office confirms an entry counted from the end, with its hash or with another.</summary>
    internal sealed record Confirm(int BeforeEnd, bool RightHash) : LedgerStep;

    internal sealed record Sign : LedgerStep;

    internal sealed record Prune(int Hours) : LedgerStep;
}

/// <summary>What happens without waiting for answers; then the clock is moved, and the box may be started anew.</summary>
internal sealed record LedgerBatch(LedgerStep[] Steps, int ClockHours, bool Restart)
{
    public override string ToString() =>
        $"[{string.Join(", ", Steps.AsEnumerable())}] clock {ClockHours:+0;-0} h{(Restart ? ", restart" : "")}";
}

/// <summary>A real ledger and the model of it, asked the same things.</summary>
internal sealed class LedgerUnderModel : IDisposable
{
    private static readonly DateTimeOffset Begin = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly string _path;
    private readonly FakeTimeProvider _clock = new(Begin);
    private readonly LedgerModel _model = new(MicrosOf(Begin));
    private LedgerWriter _writer;

    public LedgerUnderModel(string path)
    {
        _path = path;
        _writer = Sales.Open(path, _clock);
    }

    private long NowUs => MicrosOf(_clock.GetUtcNow());

    public void Dispose() => _writer.Dispose();

    /// <summary>All is handed over at once, so that it lands in one transaction or a few; the answers must come in its order.</summary>
    public async Task RunAsync(LedgerBatch batch)
    {
        var reader = new LedgerReader(_path);
        long end = _model.HeadSeq;
        var asked = batch.Steps.Select(step => Ask(step, reader, end)).ToList();
        foreach (var check in asked)
            await check();

        _clock.AdjustTime(_clock.GetUtcNow() + TimeSpan.FromHours(batch.ClockHours)); // its hands may go back
        if (batch.Restart)
        {
            _writer.Dispose();
            _writer = Sales.Open(_path, _clock);
            _model.Restart();
        }
    }

    /// <summary>The file holds what the model holds, and is proven.</summary>
    public void AssertSame()
    {
        var reader = new LedgerReader(_path);
        var journal = reader.Entries(1, int.MaxValue, long.MaxValue)
            .Select(entry => (entry.Header, Sale: SaleCompleted.Parser.ParseFrom(entry.Body))).ToList();
        Assert.Equal(
            _model.Journal.Select(entry => (entry.Seq, entry.AtUs, entry.ClockTrusted ? 2 : 1, entry.Asked.Register,
                NumberOf(entry), IdOf("basket", entry.Asked.Basket).ToString(), entry.Asked.TotalMinor)),
            journal.Select(entry => (entry.Header.Seq, entry.Header.AtUs, entry.Header.Clock, entry.Header.Register,
                entry.Sale.ReceiptNumber, entry.Sale.BasketId, entry.Sale.Total.Minor)));
        for (int sku = 1; sku <= LedgerCases.Skus; sku++)
            Assert.Equal(_model.Stock.GetValueOrDefault(sku), reader.OnHand($"sku{sku}"));
        for (int register = 1; register <= LedgerCases.Registers; register++)
        {
            for (int command = 1; command <= LedgerCases.Commands; command++)
                AssertKept(_model.Kept(register, command), reader.FindAnswer(register, IdOf("command", command))?.Response);
        }

        Assert.Equal(_model.Confirmed, reader.Confirmed());
        var check = Sales.AssertSound(_path);
        Assert.Equal((_model.HeadSeq, _model.Journal.Count, _model.Signed.Count, _model.Signed.Max),
            (check.Head!.Seq, check.Sales, check.Checkpoints, check.SignedUpTo));
    }

    // Hands a step over and gives what is to be checked once all are handed over.
    private Func<Task> Ask(LedgerStep step, LedgerReader reader, long end)
    {
        switch (step)
        {
            case LedgerStep.Sell sell:
                var (sold, wanted) = (_writer.SubmitAsync(CommandOf(sell.Asked)), _model.Sell(sell.Asked, NowUs));
                return async () => AssertAnswer(wanted, await sold);
            case LedgerStep.Regret regret:
                var (undone, refused) = (_writer.SubmitAsync(new Regretted(CommandOf(regret.Asked))), _model.Regret(regret.Asked, NowUs));
                return async () => AssertAnswer(refused, await undone);
            case LedgerStep.Confirm confirm:
                long seq = end - confirm.BeforeEnd;
                byte[] hash = (seq is >= 0 && seq <= end ? reader.HashAt(seq) : null) ?? new byte[32];
                hash[^1] ^= (byte)(confirm.RightHash ? 0 : 1);
                var confirmed = _writer.ConfirmAsync(seq, hash, CancellationToken.None);
                bool moves = _model.Confirm(seq, confirm.RightHash && seq <= end);
                return async () => Assert.Equal(moves, await confirmed);
            case LedgerStep.Sign:
                var signed = _writer.SignAsync();
                _model.Sign();
                return () => signed;
            case LedgerStep.Prune prune:
                var pruned = _writer.PruneAnswersAsync(TimeSpan.FromHours(prune.Hours));
                int gone = _model.Prune(prune.Hours * 3_600_000_000L, NowUs);
                return async () => Assert.Equal(gone, await pruned);
            default:
                throw new ArgumentOutOfRangeException(nameof(step), step, null);
        }
    }

    private static void AssertAnswer(ModelAnswer wanted, Result<LedgerAnswer> answer)
    {
        Assert.Equal(wanted.Refusal, answer.Refusal?.Code.ToString() ?? "");
        if (wanted.Sale is null)
            return;
        Assert.Equal(wanted.Replayed, answer.Value.Replayed);
        AssertKept(wanted.Sale, answer.Value.Response);
    }

    private static void AssertKept(ModelEntry? wanted, byte[]? response)
    {
        var receipt = response is null ? null : Receipt.Parser.ParseFrom(response);
        Assert.Equal(
            wanted is null ? default : (NumberOf(wanted), wanted.Seq, wanted.AtUs,
                IdOf("basket", wanted.Asked.Basket).ToString(), wanted.Asked.TotalMinor),
            receipt is null ? default : (receipt.ReceiptNumber, receipt.JournalSeq, receipt.AtUs,
                receipt.BasketId, receipt.Total.Minor));
    }

    private static CompleteSale CommandOf(AskedSale asked)
    {
        var (command, total) = (IdOf("command", asked.Command), new Money { Minor = asked.TotalMinor, Currency = "EUR" });
        var sale = new SaleCompleted
        {
            BasketId = IdOf("basket", asked.Basket).ToString(),
            CommandId = command.ToString(),
            Total = total,
            Change = new Money { Currency = "EUR" },
        };
        sale.Lines.Add(new SaleLine { Line = 1, Sku = $"sku{asked.Sku}", QuantityThousandths = 1000L * asked.Pieces, Amount = total });
        return new CompleteSale(asked.Register, command, SHA256.HashData(Encoding.UTF8.GetBytes($"{asked}")), "", sale);
    }

    private static string NumberOf(ModelEntry entry) => $"S1-{entry.Asked.Register}-{entry.Number}";

    private static Guid IdOf(string what, int number) => Sales.IdOf(what, number);

    private static long MicrosOf(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / 10;

    private sealed record Regretted(CompleteSale Sale) : LedgerCommand(Sale.Register, Sale.CommandId, Sale.RequestDigest)
    {
        public override Result<byte[]> Apply(LedgerTransaction ledger) =>
            Sale.Apply(ledger).Then<byte[]>(_ => new Refusal(RefusalCode.NotPaid, ""));
    }
}
