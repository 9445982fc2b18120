using EdgePos.Ledger;
using EdgePos.Store;
using EdgePos.V1;
using Microsoft.Extensions.Options;

namespace EdgePos.Gateway;

/// <summary>Why nothing can be sold, where all programs run and yet a shop stands still.</summary>
internal sealed class SellingHindrances(
    CatalogueShelf prices, DiskWatch disk, SignIns signIns, StaffBook staff, RegisterBook registers, IOptions<GatewayOptions> options,
    TimeProvider time)
{
    /// <summary>All that there are now; none: the box sells.</summary>
    public IEnumerable<Hindrance> Now()
    {
        if (prices.Current is null)
            yield return Of("there is no price book, so nothing has a price", "have head office send one, or import one at a register");
        if (disk.Disk == DiskState.Reserve)
        {
            yield return Of($"the disk is full, {disk.FreeBytes / 1_000_000} MB are free, so no new basket is opened",
                "make room on it: the box sells again by itself");
        }

        if (signIns.AreRequired && !staff.IsKnown)
        {
            yield return Of("nobody can sign in, for head office has not told this box who works here",
                "see to the link to head office and to its list of employees, or set Staff:SignIn to false");
        }

        if (options.Value.HasOwnAuthority && !registers.All.Any(MayComeIn))
        {
            yield return Of("no register may come in, for none is paired whose certificate is good",
                "pair one: edgeposctl registers pair NAME");
        }
    }

    private static Hindrance Of(string reason, string advice) => new() { Reason = reason, Advice = advice };

    private bool MayComeIn(RegisterRow row) => row.RevokedUs == 0
        && Math.Max(row.UntilUs, registers.OpenOf(row).ValidUntil.ToUs()) > time.GetUtcNow().ToUs();
}
