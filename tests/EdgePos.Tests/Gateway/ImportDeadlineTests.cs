using System.Threading.Channels;
using EdgePos.Gateway;
using EdgePos.V1;
using Grpc.Core;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace EdgePos.Tests.Gateway;

/// <summary>The price book's service with a clock of its own.</summary>
public sealed class ImportDeadlineTests : IAsyncLifetime
{
    private readonly CountingClock _clock = new();
    private readonly ServiceHost<PriceBookService> _host;

    public ImportDeadlineTests() => _host = new ServiceHost<PriceBookService>(_clock);

    private PriceBook.PriceBookClient Client => new(_host.Channel);

    public async ValueTask InitializeAsync() => await _host.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_register_that_stops_in_the_middle_of_an_import_is_told_and_holds_nobody_up()
    {
        string before = PriceBooks.ImportPair(_host.Shelf, 1);
        using var stalled = Client.Import(Daemon.As(1));
        await stalled.RequestStream.WriteAsync(Piece("A"));
        await _clock.UntilTimersAsync(2); // the one piece is in, and the next is waited for
        await Till.Refused(StatusCode.ResourceExhausted, "BUSY", () => ImportAsync("B"));

        _clock.Advance(TimeSpan.FromSeconds(30));
        var told = await Till.Refused(StatusCode.Aborted, "PRICE_BOOK_STALLED", () => stalled.ResponseAsync);
        Assert.Contains("30 seconds", told.Message, StringComparison.Ordinal);
        Assert.Equal(before, _host.Shelf.Current?.Version);
        Assert.Equal(1, (await ImportAsync("B")).Items);
    }

    [Fact]
    public async Task A_register_that_never_sends_anything_is_told_too()
    {
        using var silent = Client.Import(Daemon.As(1));
        await _clock.UntilTimersAsync(1);
        _clock.Advance(TimeSpan.FromSeconds(30));
        await Till.Refused(StatusCode.Aborted, "PRICE_BOOK_STALLED", () => silent.ResponseAsync);
    }

    [Fact]
    public async Task A_slow_register_has_as_long_as_it_needs()
    {
        using var slow = Client.Import(Daemon.As(1));
        string[] skus = ["A", "B", "C", "D"];
        for (int i = 0; i < skus.Length; i++)
        {
            await slow.RequestStream.WriteAsync(Piece(skus[i]));
            await _clock.UntilTimersAsync(i + 2);
            _clock.Advance(TimeSpan.FromSeconds(29));
        }

        await slow.RequestStream.CompleteAsync();
        Assert.Equal(4, (await slow).Items);
    }

    private static ImportPriceBookRequest Piece(string sku) => new() { Items = { Till.Item(sku, sku, 100) } };

    private async Task<ImportPriceBookResponse> ImportAsync(string sku)
    {
        using var import = Client.Import(Daemon.As(2));
        await import.RequestStream.WriteAsync(Piece(sku));
        await import.RequestStream.CompleteAsync();
        return await import;
    }

    /// <summary>Tells how often it was asked for a timer: how often somebody has begun to wait.</summary>
    private sealed class CountingClock : FakeTimeProvider
    {
        private readonly Channel<bool> _asked = Channel.CreateUnbounded<bool>();
        private int _seen;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            _asked.Writer.TryWrite(true);
            return timer;
        }

        public async Task UntilTimersAsync(int count)
        {
            for (; _seen < count; _seen++)
                await _asked.Reader.ReadAsync().AsTask().WaitAsync(Daemon.Patience);
        }
    }
}
