using System.Data.Common;
using EdgePos.HeadOffice.V1;

namespace EdgePos.HeadOffice;

/// <summary>How far a stream is committed.</summary>
/// <param name="Stream">Its number in the books.</param>
/// <param name="Seq">Its last committed entry; 0: none.</param>
/// <param name="Hash">The hash of that entry, or the one that the epoch begins with.</param>
internal sealed record StreamMark(long Stream, long Seq, byte[] Hash);

/// <summary>
/// Where the books lie: a file, or a PostgreSQL. It locks, looks up, writes and commits; what things mean is decided by
/// <see cref="Books"/> and <see cref="Posting"/>. Every call may fail with a <see cref="DbException"/>.
/// </summary>
internal interface IBookStore : IDisposable
{
    /// <summary>How many transactions may usefully be open at once.</summary>
    int Writers { get; }

    /// <summary>Begins a transaction that holds the stream's watermark until it ends; begins the stream where there is none.</summary>
    /// <param name="box">Whose it is.</param>
    /// <param name="epoch">16 bytes.</param>
    /// <param name="entries">What may be written in it.</param>
    IStreamWriting Lock(BoxName box, byte[] epoch, IReadOnlyList<Booking> entries);

    /// <summary>How far a stream is; null where there is none.</summary>
    StreamMark? Find(BoxName box, byte[] epoch);

    /// <summary>Keeps what a box says of itself.</summary>
    void Note(BoxName box, BoxState state);

    /// <summary>Keeps what a box says of its stock ahead of its journal, item by item, where it is not behind what is kept.</summary>
    void Note(BoxName box, LiveStock stock);

    /// <summary>Keeps what a box says of its tills, where it is not behind what is kept.</summary>
    void Note(BoxName box, LiveTills tills);

    /// <summary>Keeps what a box says of its health.</summary>
    void Note(BoxName box, LiveHealth health, long nowUs);

    /// <summary>Keeps what items cost; a row of the same item, currency and time takes the other's place.</summary>
    void Keep(string tenant, IReadOnlyList<CostRow> costs);

    /// <summary>A connection for what has nothing to do with streams. The caller closes it.</summary>
    DbConnection OpenToWrite();

    /// <summary>A connection that only reads, in one snapshot for each query. The caller closes it.</summary>
    DbConnection OpenToRead();
}

/// <summary>What a unit of an item costs from a time on.</summary>
internal sealed record CostRow(string Sku, long ValidFromUs, long CostMinor, string Currency);

/// <summary>A transaction on one stream. Disposed before it is committed, it leaves nothing.</summary>
internal interface IStreamWriting : IDisposable
{
    /// <summary>Where the stream is; it stays there until this ends.</summary>
    StreamMark Mark { get; }

    /// <summary>Its sums, of all that the entries touch.</summary>
    StreamSums Before { get; }

    /// <summary>The hash of a committed entry.</summary>
    byte[] HashAt(long seq);

    /// <summary>Writes entries and all that follows from them, and moves the watermark.</summary>
    void Write(Posting posting);

    /// <summary>Notes that the box is another one than the one committed.</summary>
    void NoteFork(string why);

    /// <summary>When this returns, it is on disk.</summary>
    void Commit();
}
