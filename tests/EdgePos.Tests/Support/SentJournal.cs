using System.Security.Cryptography;
using EdgePos.HeadOffice.V1;
using EdgePos.Store;
using EdgePos.V1;
using Google.Protobuf;
using Money = EdgePos.V1.Money;

namespace EdgePos.Tests;

/// <summary>A journal as a box would send it.</summary>
internal sealed class SentJournal
{
    private readonly List<(Entry Entry, byte[] Hash)> _entries = [];

    /// <summary>An empty one.</summary>
    public SentJournal(byte[]? epoch = null) => Epoch = epoch ?? RandomNumberGenerator.GetBytes(EntryHash.EpochSize);

    public byte[] Epoch { get; }

    public int Count => _entries.Count;

    /// <summary>The sum of its sales.</summary>
    public long Total { get; private set; }

    public IReadOnlyList<(Entry Entry, byte[] Hash)> Entries => _entries;

    /// <summary>Entry n sells one thing for n times the price.</summary>
    public static SentJournal OfSales(int length, byte[]? epoch = null, long price = 100, string[]? kinds = null)
    {
        var journal = new SentJournal(epoch);
        for (int seq = 1; seq <= length; seq++)
        {
            var sale = new SaleCompleted
            {
                ReceiptNumber = $"S1-1-{seq}",
                CommandId = $"{seq}",
                Total = new Money { Minor = seq * price, Currency = "EUR" },
                Lines = { new SaleLine { Sku = "SOAP", QuantityThousandths = 1000 } },
            };
            journal.Add(sale, kinds?.ElementAtOrDefault(seq - 1));
        }

        return journal;
    }

    public SentJournal Add(IMessage fact, string? kind = null, long? atUs = null, string employee = "")
    {
        Total += (fact as SaleCompleted)?.Total?.Minor ?? 0;
        return Add(kind ?? fact.Descriptor.FullName, fact.ToByteString(), atUs, employee);
    }

    public SentJournal Add(string kind, ByteString body, long? atUs = null, string employee = "")
    {
        int seq = _entries.Count + 1;
        var entry = new Entry
        {
            Seq = seq,
            AtUs = atUs ?? 1000 + seq,
            Clock = ClockQuality.Trusted,
            Kind = kind,
            Register = 1,
            Employee = employee,
            Body = body,
        };
        byte[] before = seq == 1 ? EntryHash.Genesis(Epoch) : _entries[^1].Hash;
        _entries.Add((entry, EntryHash.Of(before, new EntryHeader(seq, entry.AtUs, (int)entry.Clock, kind, 1, employee), body.Span)));
        return this;
    }

    public byte[] HashAt(int seq) => seq == 0 ? EntryHash.Genesis(Epoch) : _entries[seq - 1].Hash;

    public Batch Whole() => Batch(1, Count);

    public Batch Batch(int first, int last)
    {
        var batch = new Batch
        {
            Epoch = ByteString.CopyFrom(Epoch),
            First = first,
            Last = last,
            HashBefore = ByteString.CopyFrom(HashAt(first - 1)),
            HashLast = ByteString.CopyFrom(HashAt(last)),
        };
        batch.Entries.AddRange(_entries[(first - 1)..last].Select(pair => pair.Entry.Clone()));
        return batch;
    }
}
