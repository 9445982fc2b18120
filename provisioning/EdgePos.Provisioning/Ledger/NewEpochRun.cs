using System.Globalization;
using System.Security.Cryptography;
using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using EdgePos.Store;
using EdgePos.V1;

namespace EdgePos.Provisioning;

/// <summary>What a technician says when a ledger is ended.</summary>
/// <param name="Identity">Whose ledger it is; null: as the old file says.</param>
/// <param name="ReceiptsAfter">All registers go on after this number; null: as the old file says.</param>
/// <param name="Reason">Why; head office gets it.</param>
internal sealed record NewEpochOrder(BoxIdentity? Identity, long? ReceiptsAfter, string Reason);

/// <summary>Ends a damaged or lost ledger and begins another, while the daemon is down.</summary>
internal sealed class NewEpochRun(string path, NewEpochOrder order, TimeProvider time, TextWriter output)
{
    /// <summary>Does it.</summary>
    public int Run()
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        using var held = HeldFolder.Hold(folder);
        using var key = BoxKey.OpenOrMake(Path.Combine(folder, "box.key"));
        var setup = new LedgerSetup(order.Identity ?? IdentityOfOld(), key, time, () => RandomNumberGenerator.GetBytes(EntryHash.EpochSize))
        {
            ClockIsSet = () => false, // nobody has asked what vouches for it
        };
        var begun = NewEpoch.Begin(path, Path.Combine(folder, "counter.db"), setup, order.ReceiptsAfter, order.Reason);
        output.WriteLine(begun.Aside is { } aside
            ? $"the old ledger is kept as {aside}: head office may need it"
            : "there was no old ledger");
        output.WriteLine($"its last entry that could be read: {begun.Before.Seq}; stock taken over: {begun.Before.Stock.Count} items");
        foreach (var last in begun.Before.Receipts)
        {
            string register = last.Register == 0 ? "every other register" : $"register {last.Register}";
            output.WriteLine($"receipts of {register} go on after {last.Last}");
        }

        foreach (var payment in begun.Before.Payments)
            output.WriteLine(SentenceOf(payment));
        output.WriteLine($"the box now writes the ledger {begun.Epoch}; start the daemon");
        return ExitCodes.Ok;
    }

    /// <summary>A card payment that staff settle by hand.</summary>
    public static string SentenceOf(UnsettledPayment payment)
    {
        string what = payment.Kind switch
        {
            PaymentKind.Refund => "refund",
            PaymentKind.Reversal => "reversal",
            PaymentKind.Pay or PaymentKind.Unspecified => "payment",
        };
        string when = DateTimeOffset.UnixEpoch.AddMicroseconds(payment.AtUs).ToString("u", CultureInfo.InvariantCulture);
        string known = payment.Moved ? "approved, and in no sale" : "nobody knows how it ended";
        return $"card {what} of {payment.Amount.OfWire()} at {payment.Terminal}, register {payment.Register}, {when}: {known}; "
            + "look it up in the terminal's list and settle it by hand";
    }

    private BoxIdentity IdentityOfOld()
    {
        try
        {
            return new LedgerReader(path).Identity();
        }
        catch (Exception damaged) when (damaged is LedgerFault or ArgumentException or InvalidCastException)
        {
            throw new ToolFault(ExitCodes.Usage,
                "the old ledger does not say whose it is: give --tenant, --store and --box as in the settings");
        }
    }
}
