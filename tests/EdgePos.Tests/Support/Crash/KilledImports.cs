using EdgePos.V1;
using Grpc.Core;
using Xunit;

namespace EdgePos.Tests;

/// <summary>
/// Price books that come in while the daemon is killed. Each gives every one of its items the same new price, so that a
/// price book of which only a part was taken shows.
/// </summary>
internal sealed class KilledImports(Daemon daemon, Random random)
{
    private const int Items = 300, ItemsInPiece = 50;

    private static readonly string[] Codes = [.. Enumerable.Range(1, Items).Select(i => $"X{i}")];

    private readonly List<long> _possible = [];
    private long _last;

    /// <summary>Sends the next price book over the one that is current; ends where the daemon ends.</summary>
    public async Task ImportAsync()
    {
        long price = ++_last;
        _possible.Add(price);
        try
        {
            using var import = daemon.PriceBook.Import(Daemon.As(1));
            foreach (string[] codes in Codes.Chunk(ItemsInPiece))
            {
                await import.RequestStream.WriteAsync(new ImportPriceBookRequest
                {
                    Merge = true,
                    Items = { codes.Select(code => Till.Item(code, $"Item {code}", price)) },
                });
                await Task.Delay(random.Next(10));
            }

            await import.RequestStream.CompleteAsync();
            await import;
            _possible.RemoveAll(other => other != price);
        }
        catch (Exception gone) when (gone is RpcException or InvalidOperationException or IOException)
        {
            // The daemon was killed under it: the new price book may be current or not.
        }
    }

    /// <summary>One price book is there, whole, and where an import was answered it is that one.</summary>
    public async Task AssertOneIsThereAsync()
    {
        var found = (await daemon.PriceBook.LookUpAsync(new LookUpRequest { Codes = { Codes } }, Daemon.As(1))).Found;
        Assert.Equal(Items, found.Count);
        long price = Assert.Single(found.Select(row => row.Item.Price.Minor).Distinct());
        Assert.Contains(price, _possible);
        _possible.RemoveAll(other => other != price);
    }
}
