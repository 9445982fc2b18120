using EdgePos.HeadOffice.V1;
using EdgePos.Store;
using Google.Protobuf;

namespace EdgePos.Ledger;

/// <summary>Opens a till. The answer is a <see cref="V1.TillOpening"/>.</summary>
/// <param name="Employee">Who opens it; empty: nobody is signed in.</param>
/// <param name="Float">Cash in the drawer to begin with.</param>
/// <param name="BusinessDate">The day that the sales will belong to; null: by the clock.</param>
public sealed record OpenTill(
    int Register, Guid CommandId, byte[] RequestDigest, string Employee, Money Float, DateOnly? BusinessDate)
    : LedgerCommand(Register, CommandId, RequestDigest)
{
    /// <inheritdoc/>
    public override Result<byte[]> Apply(LedgerTransaction ledger)
    {
        if (ledger.Tills.DayOf(Register) is not null)
            return new Refusal(RefusalCode.TillAlreadyOpen, "");
        var (today, isTrusted) = ledger.Today;
        return TillRules.BusinessDate(BusinessDate, today, isTrusted, ledger.Tills.LastDay(Register)).Then<byte[]>(day =>
        {
            var opened = new TillOpened
            {
                SessionId = CommandId.ToString(),
                BusinessDate = day.ToWire(),
                Float = Float.ToWire(),
            };
            return WireTills.OpeningOf(ledger.Append(opened, Register, Employee), opened).ToByteArray();
        });
    }
}
