using EdgePos.Ledger;
using EdgePos.Store;

namespace EdgePos.Gateway;

/// <summary>Which labels are asked for.</summary>
/// <param name="Codes">Those of named items, as they would be scanned; empty: all that are due.</param>
/// <param name="Department">All that are due of a department; empty: of the whole store.</param>
/// <param name="AtUs">With the prices of this time, UTC microseconds; 0: of now.</param>
internal sealed record LabelOrder(IReadOnlyList<string> Codes, string Department, long AtUs);

/// <summary>The label of an item: what it would say, and what hangs.</summary>
/// <param name="Sku">The item's code.</param>
/// <param name="Item">The item; null: it is not in the price book any more.</param>
/// <param name="Text">What its label would say; null: it needs none, for it is not sold.</param>
/// <param name="Hanging">Its label at the shelf; null: none hangs.</param>
internal sealed record WantedLabel(string Sku, Item? Item, LabelText? Text, HangingLabel? Hanging)
{
    /// <summary>True where it must be printed.</summary>
    public bool IsDue => Text is not null && Hanging?.Text != Text;

    /// <summary>True where it must be taken down.</summary>
    public bool IsGone => Text is null && Hanging is not null;
}
