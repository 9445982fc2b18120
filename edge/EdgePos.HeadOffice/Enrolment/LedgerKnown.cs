using EdgePos.HeadOffice.V1;
using EdgePos.Store;
using EdgePos.V1;
using Google.Protobuf;

namespace EdgePos.HeadOffice;

/// <summary>
/// What head office knows of the ledgers that a box has had, for a machine that takes its place with nothing in hand: how far its
/// numbers went, what is on stock and on gift cards, what was taken once.
/// </summary>
internal static class LedgerKnown
{
    private const int AtOnce = 1000;

    // As the boxes themselves take over.
    private const int OrdersMost = 100_000;

    /// <summary>Reads it; null: the box has never written anything.</summary>
    public static LedgerBefore? Of(IBookStore books, BoxName box)
    {
        using var connection = books.OpenToRead();
        var streams = connection.Query("""
            SELECT stream, epoch, seq, hash FROM streams WHERE tenant = $1 AND store = $2 AND box = $3 AND seq > 0 ORDER BY stream
            """, row => (Stream: row.GetInt64(0), Epoch: row.Bytes(1), Seq: row.GetInt64(2), Hash: row.Bytes(3)),
            box.Tenant, box.Store, box.Box).ToList();
        if (streams.Count == 0)
            return null;
        var known = new Known();
        foreach (var (stream, _, last, _) in streams)
        {
            for (long seq = 0; seq < last;)
            {
                var some = connection.EntriesAfter(stream, seq, AtOnce).ToList();
                if (some.Count == 0)
                    break;
                some.ForEach(read => known.Take(read.Entry));
                seq = some[^1].Entry.Seq;
            }
        }

        var before = known.Before();
        (before.Epoch, before.Seq, before.Hash) =
            (ByteString.CopyFrom(streams[^1].Epoch), streams[^1].Seq, ByteString.CopyFrom(streams[^1].Hash));
        return before;
    }

    private sealed class Known
    {
        private readonly SortedDictionary<int, long> _receipts = [], _reports = [];
        private readonly SortedSet<string> _coupons = new(StringComparer.Ordinal), _vouchers = new(StringComparer.Ordinal);
        private readonly List<string> _orders = [];
        private SortedDictionary<string, StockMark> _stock = new(StringComparer.Ordinal);
        private SortedDictionary<string, GiftCardBalance> _cards = new(StringComparer.Ordinal);

        // What cannot be understood stands in quarantine, and says nothing here either.
        public void Take(Entry entry)
        {
            try
            {
                Take(entry.Register, entry.Kind.Split('.')[^1], entry.Body);
            }
            catch (Exception odd) when (odd is InvalidProtocolBufferException or OverflowException)
            {
                // It says nothing.
            }
        }

        public LedgerBefore Before()
        {
            var before = new LedgerBefore { Reason = "another machine takes its place" };
            before.Receipts.AddRange(_receipts.Select(one => new ReceiptMark { Register = one.Key, Last = one.Value }));
            before.ZReports.AddRange(_reports.Select(one => new ZReportMark { Register = one.Key, Last = one.Value }));
            before.Stock.AddRange(_stock.Values);
            before.GiftCards.AddRange(_cards.Values);
            before.Coupons.AddRange(_coupons);
            before.Vouchers.AddRange(_vouchers);
            before.OrdersDone.AddRange(_orders.TakeLast(OrdersMost).Distinct().Order(StringComparer.Ordinal));
            return before;
        }

        private void Take(int register, string kind, ByteString body)
        {
            switch (kind)
            {
                case nameof(LedgerBegun):
                    Begin(LedgerBegun.Parser.ParseFrom(body).Before ?? new LedgerBefore());
                    break;
                case nameof(SaleCompleted):
                    Take(SaleCompleted.Parser.ParseFrom(body));
                    break;
                case nameof(TillClosed):
                    Raise(_reports, register, TillClosed.Parser.ParseFrom(body).ZNumber);
                    break;
                case nameof(StockReceived):
                    Move(StockReceived.Parser.ParseFrom(body), stocks: true);
                    break;
                case nameof(StockAdjusted):
                    Move(StockAdjusted.Parser.ParseFrom(body), stocks: true);
                    break;
                case nameof(StockTransferred):
                    Move(StockTransferred.Parser.ParseFrom(body), stocks: true);
                    break;
                case nameof(StockCountFinished):
                    Move(StockCountFinished.Parser.ParseFrom(body), stocks: true);
                    break;
                case nameof(OrderHandedOver):
                    var handed = OrderHandedOver.Parser.ParseFrom(body);
                    _orders.Add(handed.OrderNumber);
                    Move(handed, stocks: false);
                    break;
                case nameof(OrderGivenUp):
                    _orders.Add(OrderGivenUp.Parser.ParseFrom(body).OrderNumber);
                    break;
                default:
                    break;
            }
        }

        // A ledger takes over what it says, and nothing else, but for numbers: those are given once.
        private void Begin(LedgerBefore before)
        {
            foreach (var mark in before.Receipts)
                Raise(_receipts, mark.Register, mark.Last);
            foreach (var mark in before.ZReports)
                Raise(_reports, mark.Register, mark.Last);
            _stock = new(before.Stock.ToDictionary(mark => mark.Sku, mark => mark.Clone(), StringComparer.Ordinal), StringComparer.Ordinal);
            _cards = new(before.GiftCards.ToDictionary(card => card.Number, StringComparer.Ordinal), StringComparer.Ordinal);
            _coupons.UnionWith(before.Coupons);
            _vouchers.UnionWith(before.Vouchers);
            _orders.AddRange(before.OrdersDone);
        }

        private void Take(SaleCompleted sale)
        {
            if (ReceiptNumber.TryParse(sale.ReceiptNumber, out var number))
                Raise(_receipts, number.Register, number.Number);
            foreach (var move in StockFacts.SoldOf(sale))
                Move(move, stocks: false);
            foreach (var card in sale.GiftCards)
                _cards[card.Number] = card;
            _coupons.UnionWith(sale.Coupons);
            _vouchers.UnionWith(VoucherFacts.TakenBy(sale));
        }

        private void Move(IMessage fact, bool stocks)
        {
            foreach (var move in StockFacts.MovesOf(fact))
                Move(move, stocks);
        }

        private void Move(StockMove move, bool stocks)
        {
            if (!_stock.TryGetValue(move.Sku, out var mark))
                _stock[move.Sku] = mark = new StockMark { Sku = move.Sku };
            mark.OnHandThousandths = checked(mark.OnHandThousandths + move.QuantityThousandths);
            mark.Stocked |= stocks;
        }

        private static void Raise(SortedDictionary<int, long> marks, int register, long last) =>
            marks[register] = Math.Max(marks.GetValueOrDefault(register), last);
    }
}
