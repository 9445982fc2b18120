using EdgePos.HeadOffice.V1;
using EdgePos.Store;
using Google.Protobuf;

namespace EdgePos.Ledger;

/// <summary>Ends a reservation, or gives it to a basket. The answer is a <see cref="V1.StockRelease"/>.</summary>
/// <param name="Employee">Who releases it; empty: nobody is signed in.</param>
/// <param name="ReservationId">The reservation.</param>
/// <param name="BasketId">The basket that alone may sell the goods from now on; null: they are free.</param>
public sealed record ReleaseStock(
    int Register, Guid CommandId, byte[] RequestDigest, string Employee, Guid ReservationId, Guid? BasketId)
    : LedgerCommand(Register, CommandId, RequestDigest)
{
    /// <inheritdoc/>
    public override Result<byte[]> Apply(LedgerTransaction ledger)
    {
        if (ledger.Reservations.Find(ReservationId, ledger.NowUs) is not { } reservation)
            return new Refusal(RefusalCode.ReservationNotFound, "reservation_id");
        var released = new StockReleased
        {
            ReservationId = ReservationId.ToString(),
            ReservedSeq = reservation.Seq,
            CommandId = CommandId.ToString(),
            Sku = reservation.Sku,
            QuantityThousandths = reservation.Quantity,
            BasketId = BasketId?.ToString() ?? "",
        };
        return WireStock.ReleaseOf(ledger.Append(released, Register, Employee), released).ToByteArray();
    }
}
