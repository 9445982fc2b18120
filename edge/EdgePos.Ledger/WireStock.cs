using EdgePos.HeadOffice.V1;
using EdgePos.Store;
using EdgePos.V1;
using Google.Protobuf;

namespace EdgePos.Ledger;

/// <summary>What happens to stock as messages.</summary>
public static class WireStock
{
    /// <summary>A level as a message.</summary>
    /// <param name="asOfSeq">The last entry of the journal that is in it.</param>
    public static V1.StockLevel ToWire(this EdgePos.Store.StockLevel level, long asOfSeq) => new()
    {
        Sku = level.Sku,
        OnHandThousandths = level.OnHand,
        ReservedThousandths = level.Reserved,
        AvailableThousandths = level.Available,
        Stocked = level.IsStocked,
        AsOfSeq = asOfSeq,
    };

    /// <summary>What a command was answered that booked goods.</summary>
    public static StockBooking BookingOf(EntryHeader header, string commandId, IMessage fact) => new()
    {
        BookingId = commandId,
        Moves = { StockFacts.MovesOf(fact) },
        AtUs = header.AtUs,
        JournalSeq = header.Seq,
    };

    /// <summary>What a command was answered that began a count.</summary>
    public static StockCount CountOf(EntryHeader header, StockCountBegun begun) => new()
    {
        CountId = begun.CountId,
        Items = begun.Skus.Count,
        AtUs = header.AtUs,
        JournalSeq = header.Seq,
    };

    /// <summary>What a command was answered that noted what was counted.</summary>
    public static StockCountNoted NotedOf(EntryHeader header, StockCounted counted) => new()
    {
        CountId = counted.CountId,
        Lines = { counted.Lines },
        AtUs = header.AtUs,
        JournalSeq = header.Seq,
    };

    /// <summary>What a command was answered that ended a count.</summary>
    public static StockCountResult ResultOf(EntryHeader header, StockCountFinished finished) => new()
    {
        CountId = finished.CountId,
        End = finished.End,
        Lines = { finished.Lines },
        NotCounted = { finished.NotCounted },
        AtUs = header.AtUs,
        JournalSeq = header.Seq,
    };

    /// <summary>What a command was answered that held goods.</summary>
    public static StockReservation ReservationOf(EntryHeader header, StockReserved reserved) => new()
    {
        ReservationId = reserved.ReservationId,
        Sku = reserved.Sku,
        QuantityThousandths = reserved.QuantityThousandths,
        Reference = reserved.Reference,
        ExpiresAtUs = reserved.ExpiresAtUs,
        AtUs = header.AtUs,
        JournalSeq = header.Seq,
    };

    /// <summary>What a command was answered that released goods.</summary>
    public static StockRelease ReleaseOf(EntryHeader header, StockReleased released) => new()
    {
        ReservationId = released.ReservationId,
        Sku = released.Sku,
        QuantityThousandths = released.QuantityThousandths,
        BasketId = released.BasketId,
        AtUs = header.AtUs,
        JournalSeq = header.Seq,
    };

    /// <summary>The command that wrote a fact about stock, and its answer; no answer where it is no such fact.</summary>
    internal static (string CommandId, IMessage? Answer) AnswerOf(EntryHeader header, IMessage fact) => fact switch
    {
        StockReceived received => (received.CommandId, BookingOf(header, received.CommandId, fact)),
        StockAdjusted adjusted => (adjusted.CommandId, BookingOf(header, adjusted.CommandId, fact)),
        StockTransferred transferred => (transferred.CommandId, BookingOf(header, transferred.CommandId, fact)),
        StockCountBegun begun => (begun.CountId, CountOf(header, begun)),
        StockCounted counted => (counted.CommandId, NotedOf(header, counted)),
        StockCountFinished finished => (finished.CommandId, ResultOf(header, finished)),
        StockReserved reserved => (reserved.ReservationId, ReservationOf(header, reserved)),
        StockReleased released => (released.CommandId, ReleaseOf(header, released)),
        _ => ("", null),
    };
}
