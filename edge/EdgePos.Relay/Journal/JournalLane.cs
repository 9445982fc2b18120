using EdgePos.HeadOffice.V1;
using EdgePos.V1;
using Microsoft.Extensions.Logging;

namespace EdgePos.Relay;

/// <summary>
/// The journal on one connection. Head office's confirmation, by entry and hash, is the only thing that moves the confirmed mark.
/// </summary>
internal sealed class JournalLane(
    BrokerLink link, JournalOutbox outbox, RelayOptions options, int firstBatchBytes, TimeProvider time, Random random, ILogger log)
{
    // With a cap on the line no more is reserved than this, so that what is urgent is not far behind.
    private static readonly TimeSpan MostAhead = TimeSpan.FromSeconds(1);

    // A broker that has lost track of what it delivered takes batches and gives no confirmations on this connection any more.
    private const int LateMax = 5;

    private readonly SendWindow _window =
        new(Math.Min(options.Window, link.ReceiveMaximum), options.WindowBytes, outbox.Confirmed());
    private readonly Store.Backoff _retry = new(options.FirstWait, options.LongestWait);
    private readonly byte[] _epoch = outbox.Head().Epoch;
    private readonly long _begun = time.GetTimestamp();
    private int _batchBytes = Math.Min(firstBatchBytes, link.Pace.BatchBytes);
    private bool _away, _toldThere = true;
    private TimeSpan _lookAgain;
    private int _unheard;
    private bool _behind = outbox.Head().Seq > outbox.Confirmed();
    private long _asked;
    private int _late;
    private bool _up;
    private string? _forked;

    /// <summary>Told how the link is, and why.</summary>
    public required Action<LinkState, string> Told { get; init; }

    /// <summary>Told when head office has committed all there is.</summary>
    public required Action CaughtUp { get; init; }

    /// <summary>Told at each confirmation.</summary>
    public required Action HasConfirmed { get; init; }

    /// <summary>Told when head office has come (true) or gone.</summary>
    public required Action<bool> HeadOfficeIs { get; init; }

    private TimeSpan Now => time.GetElapsedTime(_begun);

    private bool HasRoom => !_away && _window.HasRoom && link.Pace.Ahead < MostAhead;

    /// <summary>Runs until the link ends, which throws, or until the histories differ: gives why.</summary>
    public async Task<string?> RunAsync(CancellationToken stopping)
    {
        while (_forked is null)
        {
            while (HasRoom && outbox.Next(_window.SentUpTo, _batchBytes, link.MaximumPacketBytes) is { } batch)
            {
                _window.Sent(batch.Last, batch.CalculateSize(), Now);
                link.Send(batch);
            }

            switch (await WaitAsync(stopping))
            {
                case Taken taken:
                    _window.Taken(taken.Last, Now);
                    break;
                case Unheard:
                    if (!_away) // where head office says that it is there, it may be about to listen
                        LookAgainIn(_retry.Wait(++_unheard, random));
                    _window.GoBack(); // also where head office was known to be away: what was thrown away is in flight no more
                    Tell(there: false);
                    Wait("the broker knows no head office");
                    break;
                case Confirmed confirmed when confirmed.Epoch.Span.SequenceEqual(_epoch):
                    await HearAsync(confirmed, stopping);
                    break;
                case Resend resend when resend.Epoch.Span.SequenceEqual(_epoch):
                    Hear(resend);
                    break;
                case HeadOfficeState state:
                    await HearAsync(state, stopping);
                    break;
                case null when _away && Now >= _lookAgain:
                    _window.GoBack();
                    _away = false;
                    break;
                case null when _window.OwedSince is { } since && Now - since >= ConfirmWait():
                    if (++_late > LateMax)
                        throw new IOException("head office does not confirm, and a new connection may help");
                    _behind = true;
                    _window.GoBack();
                    Wait("head office does not confirm");
                    Log.Late(log, _window.Confirmed + 1);
                    break;
                default:
                    break; // a new entry can go, or nothing that concerns this journal
            }
        }

        return _forked;
    }

    private async Task HearAsync(Confirmed confirmed, CancellationToken stopping)
    {
        if (!await outbox.ConfirmAsync(confirmed, stopping))
        {
            _forked = $"it has confirmed entry {confirmed.Seq} with another hash";
            return;
        }

        if (_behind && confirmed.Seq == outbox.Head().Seq)
        {
            Log.CaughtUp(log, confirmed.Seq);
            (_behind, _batchBytes) = (false, Math.Min(options.MaxBatchBytes, link.Pace.BatchBytes));
            CaughtUp();
        }

        if (confirmed.Seq > _window.Confirmed) // a retained one from before tells the time of long ago
            options.HearTime(confirmed.ServerTimeUs);
        _window.Confirm(confirmed.Seq, confirmed.Credit, Now);
        if (!_toldThere)
            Tell(there: true);
        (_late, _unheard, _away, _asked) = (0, 0, false, 0);
        HasConfirmed();
        _up = true;
        Told(LinkState.Up, "");
    }

    private void Hear(Resend resend)
    {
        if (resend.Reason == ResendReason.Forked)
        {
            _forked = resend.Detail;
            return;
        }

        Wait($"head office asks again from entry {resend.FromSeq}: {resend.Reason} {resend.Detail}".TrimEnd());
        if (resend.FromSeq == _asked)
            return; // sent already; where it does not help, the deadline for confirming sets the pace
        _asked = resend.FromSeq;
        _behind = true;
        Log.AskedAgain(log, resend.FromSeq, resend.Reason.ToString(), resend.Detail);
        _window.GoBackTo(resend.FromSeq - 1);
    }

    private async Task HearAsync(HeadOfficeState state, CancellationToken stopping)
    {
        if (!state.Online)
        {
            LookAgainIn(options.LongestWait);
        }
        else
        {
            if (_away)
                _window.GoBack();
            await link.TellAgainAsync(outbox.Head(), outbox.Confirmed(), stopping);
            (_away, _unheard) = (false, 0);
        }

        Tell(state.Online);
        if (_away)
            Wait("head office is away");
        else if (!_up)
            Wait("head office is there");
    }

    private void Tell(bool there)
    {
        _toldThere = there;
        HeadOfficeIs(there);
    }

    // Whatever head office said last: its word may be lost.
    private void LookAgainIn(TimeSpan wait)
    {
        _away = _behind = true;
        _lookAgain = Now + wait;
    }

    private void Wait(string why)
    {
        _up = false;
        Told(LinkState.Waiting, why);
    }

    // The next message; null: a new entry can go, or the time to look again has come.
    private async Task<object?> WaitAsync(CancellationToken stopping)
    {
        if (link.Messages.TryRead(out object? there))
            return there;
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var message = link.Messages.ReadAsync(enough.Token).AsTask();
        var entry = HasRoom ? EntryAsync(enough.Token) : Task.Delay(Timeout.InfiniteTimeSpan, time, enough.Token);
        var timer = Task.Delay(Limit(), time, enough.Token);
        await Task.WhenAny(message, entry, timer);
        await enough.CancelAsync();
        stopping.ThrowIfCancellationRequested();
        try
        {
            return await message;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    // On a metered line an entry waits for others: a packet costs as much as several small sales.
    private async Task EntryAsync(CancellationToken enough)
    {
        await outbox.WaitForEntryAfterAsync(_window.SentUpTo, enough);
        if (options.Metered)
            await Task.Delay(options.GatherFor, time, enough);
    }

    private TimeSpan Limit()
    {
        if (_away)
            return Left(_lookAgain);
        if (_window.HasRoom && link.Pace.Ahead is var ahead && ahead >= MostAhead)
            return ahead - MostAhead + TimeSpan.FromMilliseconds(1);
        return _window.OwedSince is { } since ? Left(since + ConfirmWait()) : Timeout.InfiniteTimeSpan;
    }

    private TimeSpan Left(TimeSpan until) => until > Now ? until - Now : TimeSpan.Zero;

    private TimeSpan ConfirmWait() => options.ConfirmDeadline + (_late == 0 ? TimeSpan.Zero : _retry.Wait(_late, random));
}
