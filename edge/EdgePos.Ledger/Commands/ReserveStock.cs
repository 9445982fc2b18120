using EdgePos.HeadOffice.V1;
using EdgePos.Store;
using Google.Protobuf;

namespace EdgePos.Ledger;

/// <summary>Holds some of an item for somebody. The answer is a <see cref="V1.StockReservation"/>.</summary>
/// <param name="Employee">Who holds it; empty: nobody is signed in.</param>
/// <param name="Sku">The item.</param>
/// <param name="Thousandths">How much.</param>
/// <param name="Reference">For whom; no personal data.</param>
/// <param name="ExpiresUs">Until when, microseconds.</param>
public sealed record ReserveStock(
    int Register, Guid CommandId, byte[] RequestDigest, string Employee, string Sku, long Thousandths, string Reference, long ExpiresUs)
    : LedgerCommand(Register, CommandId, RequestDigest)
{
    /// <summary>True where the store does not hold what it has not.</summary>
    public bool NeedsStock { get; init; }

    /// <inheritdoc/>
    public override Result<byte[]> Apply(LedgerTransaction ledger)
    {
        // Another register's command, or one whose answer is long forgotten.
        if (ledger.Reservations.Has(CommandId))
            return new Refusal(RefusalCode.CommandIdReused, "command_id");
        var (nowUs, isTrusted) = ledger.Clock;
        if (StockRules.CheckExpiry(ExpiresUs, nowUs, isTrusted) is { } wrong)
            return wrong;
        var level = ledger.Stock.LevelOf(Sku, nowUs, basket: null);
        if (NeedsStock && StockRules.CheckShortage(level, Sku, Thousandths, "quantity_thousandths") is { } shortage)
            return shortage;
        var reserved = new StockReserved
        {
            ReservationId = CommandId.ToString(),
            Sku = Sku,
            QuantityThousandths = Thousandths,
            Reference = Reference,
            ExpiresAtUs = ExpiresUs,
        };
        return WireStock.ReservationOf(ledger.Append(reserved, Register, Employee), reserved).ToByteArray();
    }
}
