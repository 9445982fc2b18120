using System.Diagnostics.CodeAnalysis;
using EdgePos.HeadOffice.V1;
using Google.Protobuf;
using Microsoft.Extensions.Logging;

namespace EdgePos.Relay;

/// <summary>What head office sends down on a topic under data.</summary>
internal sealed record CameDown(string Dataset, long Version, ReadOnlyMemory<byte> Payload);

/// <summary>
/// Datasets on one connection: one at a time, chunk after chunk, some asked for ahead. What does not come is asked for again;
/// what came stays, and the next connection goes on from there. What is bulky gives way to all else, and is asked for piece by piece with
/// a rest as long as the piece took: half of the line stays free.
/// </summary>
internal sealed class DownLane(BrokerLink link, DatasetShelf shelf, RelayOptions options, TimeProvider time, Random random, ILogger log)
{
    private const int ChunksAtOnce = 16, BulkyChunksAtFirst = 2;

    // So long may what is bulky hold the line at once: an entry of the journal that waits behind it is not late for that.
    private static readonly TimeSpan BulkyTurn = TimeSpan.FromMilliseconds(500);

    // What keeps something bulky back, a full disk for instance, is looked at again after so long.
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(30);

    private readonly Queue<Wanted> _wanted = new();
    private readonly Queue<Wanted> _bulky = new();
    private int _bulkyChunks;
    private readonly Store.Backoff _retry = new(options.ChunkDeadline, options.LongestWait);

    /// <summary>Runs until cancelled or the link ends.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            while (true)
            {
                if (_wanted.TryDequeue(out var wanted) || TryTakeBulky(out wanted))
                    await FetchAsync(wanted, stopping);
                else if (await ReadAsync(_bulky.Count > 0 ? LookAgain : Timeout.InfiniteTimeSpan, stopping) is { Version: 0 } came)
                    Hear(came);
            }
        }
        catch (Exception fault) when (RelayLoop.IsTrouble(fault) || fault is UnauthorizedAccessException)
        {
            if (!stopping.IsCancellationRequested)
                Log.DownLaneEnded(log, fault.Message);
        }
    }

    // One that waits goes behind the others that do.
    private bool TryTakeBulky([NotNullWhen(true)] out Wanted? wanted)
    {
        for (int left = _bulky.Count; left > 0 && _bulky.TryDequeue(out wanted); left--)
        {
            if (shelf.Hindrance(wanted.Manifest, options.Metered) is null)
                return true;
            _bulky.Enqueue(wanted);
        }

        wanted = null;
        return false;
    }

    private async Task FetchAsync(Wanted wanted, CancellationToken stopping)
    {
        string dataset = wanted.Manifest.Dataset;
        bool bulky = wanted.Manifest.Bulky;
        long askedAt = time.GetTimestamp();
        _bulkyChunks = BulkyChunksAtFirst;
        Log.DatasetComes(log, dataset, wanted.Manifest.Version, wanted.Package.PackedSize, wanted.NextChunk, wanted.Chunks);
        int late = 0;
        for (Wanted? now = wanted, asked = null; now is not null;)
        {
            if (bulky && (asked is null || asked.Package != now.Package || now.NextChunk >= asked.NextChunk))
            {
                if (_wanted.Count > 0 || shelf.Hindrance(now.Manifest, options.Metered) is not null)
                {
                    _bulky.Enqueue(now); // what came of it stays
                    return;
                }

                if (asked is not null)
                    await RestAsync(time.GetElapsedTime(askedAt), stopping);
                else if (late > 0)
                    _bulkyChunks = BulkyChunksAtFirst;
                (asked, askedAt) = (await AskAsync(now, asked, stopping), time.GetTimestamp());
            }

            // The second half of what was asked for is on its way while the next is asked for.
            if (!bulky && (asked is null || asked.Package != now.Package || now.NextChunk >= asked.NextChunk - (ChunksAtOnce / 2)))
                asked = await AskAsync(now, asked, stopping);
            var came = await ReadAsync(_retry.Wait(late + 1, random), stopping);
            if (came is null)
            {
                (asked, late) = (null, late + 1); // lost, or head office is away
                continue;
            }

            if (came.Version == 0)
            {
                Hear(came);
                if (_wanted.Concat(_bulky)
                    .Any(other => other.Manifest.Dataset == dataset && other.Manifest.Version > now.Manifest.Version))
                    return; // overtaken by a newer one
            }
            else if (came.Dataset == dataset && came.Version == now.Manifest.Version && ReadChunk(came) is { } chunk)
            {
                var next = shelf.Take(now, chunk);
                if (next != now)
                    late = 0;
                now = next;
            }
        }
    }

    // A fast line carries more at once, a slow one less.
    private Task RestAsync(TimeSpan asLong, CancellationToken stopping)
    {
        _bulkyChunks = asLong < BulkyTurn / 2 ? Math.Min(_bulkyChunks * 2, ChunksAtOnce)
            : asLong > BulkyTurn ? Math.Max(_bulkyChunks / 2, 1) : _bulkyChunks;
        return Task.Delay(asLong < options.ChunkDeadline ? asLong : options.ChunkDeadline, time, stopping);
    }

    // Asks for what comes after what was asked for already. Gives up to where it is asked for now.
    private async Task<Wanted> AskAsync(Wanted now, Wanted? asked, CancellationToken stopping)
    {
        int first = asked?.Package == now.Package ? asked.NextChunk : now.NextChunk;
        int count = Math.Min(now.NextChunk + (now.Manifest.Bulky ? _bulkyChunks : ChunksAtOnce), now.Chunks) - first;
        if (count > 0)
        {
            await link.AskAsync(new Fetch
            {
                Dataset = now.Manifest.Dataset,
                Version = now.Manifest.Version,
                FromVersion = now.Package.FromVersion,
                First = first,
                Count = count,
            }, stopping);
        }

        return now with { NextChunk = first + Math.Max(0, count) };
    }

    private void Hear(CameDown came)
    {
        try
        {
            if (shelf.Consider(came.Dataset, SignedManifest.Parser.ParseFrom(came.Payload.Span)) is { } wanted)
                Enqueue(wanted);
        }
        catch (InvalidProtocolBufferException)
        {
            Log.Garbage(log, $"data/{came.Dataset}");
        }
    }

    // Of a dataset that is bulky only the newest version waits.
    private void Enqueue(Wanted wanted)
    {
        if (!wanted.Manifest.Bulky)
        {
            if (!_wanted.Any(other => other.Manifest.Equals(wanted.Manifest)))
                _wanted.Enqueue(wanted);
            return;
        }

        for (int left = _bulky.Count; left > 0 && _bulky.TryDequeue(out var other); left--)
        {
            if (other.Manifest.Dataset != wanted.Manifest.Dataset)
                _bulky.Enqueue(other);
        }

        _bulky.Enqueue(wanted);
    }

    private Chunk? ReadChunk(CameDown came)
    {
        try
        {
            return Chunk.Parser.ParseFrom(came.Payload.Span);
        }
        catch (InvalidProtocolBufferException)
        {
            Log.Garbage(log, $"data/{came.Dataset}/{came.Version}");
            return null;
        }
    }

    private async Task<CameDown?> ReadAsync(TimeSpan atMost, CancellationToken stopping)
    {
        using var late = new CancellationTokenSource(atMost, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, late.Token);
        try
        {
            return await link.Datasets.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            return null;
        }
    }
}
