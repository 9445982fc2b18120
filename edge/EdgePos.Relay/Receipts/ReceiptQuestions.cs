using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Threading.Channels;
using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;

namespace EdgePos.Relay;

/// <summary>A question on its way to head office.</summary>
/// <param name="Nonce">Its correlation data.</param>
/// <param name="Answer">The answer; null: there is none. Null itself: nobody waits for one.</param>
internal sealed record AskedReceipt(ReceiptAsk Ask, byte[] Nonce, TaskCompletionSource<ReceiptAnswer?>? Answer);

/// <summary>
/// What is asked of head office about receipts, over whichever connection there is. Few at once, each with a deadline: who stands
/// at the counter is told soon that head office cannot be asked, and nothing else waits for it.
/// </summary>
/// <param name="key">Head office's, or null: then nothing is asked, since nobody could vouch for an answer.</param>
/// <param name="newNonce">16 random bytes, others each time.</param>
public sealed class ReceiptQuestions(BoxIdentity box, ECDsa? key, Func<byte[]> newNonce, TimeProvider time)
{
    private const int AtOnce = 32;

    /// <summary>How long an answer is waited for.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(3);

    private readonly Channel<AskedReceipt> _asked = Channel.CreateBounded<AskedReceipt>(AtOnce);
    private readonly ConcurrentDictionary<string, AskedReceipt> _waiting = new();
    private volatile bool _isOpen;

    /// <summary>What is to be sent.</summary>
    internal ChannelReader<AskedReceipt> Asked => _asked.Reader;

    /// <summary>Asks; null where no answer came: there is no link, nobody listens, or it took too long.</summary>
    public async Task<ReceiptAnswer?> AskAsync(ReceiptAsk ask, CancellationToken stopping)
    {
        if (!_isOpen || key is null || _waiting.Count >= AtOnce)
            return null;
        var asked = new AskedReceipt(ask, newNonce(), new(TaskCreationOptions.RunContinuationsAsynchronously));
        string name = NameOf(asked.Nonce);
        _waiting[name] = asked;
        try
        {
            return _asked.Writer.TryWrite(asked) && _isOpen ? await asked.Answer!.Task.WaitAsync(Deadline, time, stopping) : null;
        }
        catch (TimeoutException)
        {
            return null;
        }
        finally
        {
            _waiting.TryRemove(name, out _);
            asked.Answer!.TrySetResult(null); // what has not gone yet need not go
        }
    }

    /// <summary>Says something that is not answered, where that can be done at once.</summary>
    public void Tell(ReceiptAsk ask)
    {
        if (_isOpen)
            _asked.Writer.TryWrite(new AskedReceipt(ask, newNonce(), null));
    }

    /// <summary>A connection carries questions from now on.</summary>
    internal void Open() => _isOpen = true;

    /// <summary>It does no longer: nobody waits for what it might have brought.</summary>
    internal void Close()
    {
        _isOpen = false;
        while (_asked.Reader.TryRead(out _))
        {
        }

        foreach (var asked in _waiting.Values)
            asked.Answer?.TrySetResult(null);
    }

    /// <summary>Something came on the box's answer topic. What head office did not sign, or nobody asked for, is passed over.</summary>
    internal void Hear(byte[] payload, byte[] correlation)
    {
        if (correlation.Length == ReceiptSignature.NonceBytes && _waiting.TryGetValue(NameOf(correlation), out var asked)
            && ReceiptSignature.Read(payload, key!, box.Tenant, box.Store, box.Box, correlation) is { } answer
            && answer.ReceiptNumber == asked.Ask.ReceiptNumber)
            asked.Answer?.TrySetResult(answer);
    }

    private static string NameOf(byte[] nonce) => Convert.ToHexString(nonce);
}
