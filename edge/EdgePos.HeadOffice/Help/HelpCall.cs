using System.Threading.Channels;
using EdgePos.HeadOffice.V1;
using EdgePos.Store;
using Google.Protobuf;
using MQTTnet;
using MQTTnet.Exceptions;

namespace EdgePos.HeadOffice;

/// <summary>
/// Asks one box for something, through the broker. Whether it is there says its retained state, before it is asked; what became of
/// the request is always known in the end: an answer, a refusal, or why none came.
/// </summary>
internal sealed class HelpCall : IDisposable
{
    private const int MessagesMax = 1000;
    private const int Tries = 3;

    // HelpRefusal.UsedBefore of the box: somebody else was first, and the nonce is another one now.
    private const string UsedBefore = "USED_BEFORE";

    // What is retained comes at once, or is not there.
    private static readonly TimeSpan StateDeadline = TimeSpan.FromSeconds(5);

    private readonly BoxName _box;
    private readonly HelpOperator _who;
    private readonly HeadOfficeOptions _options;
    private readonly TimeProvider _time;
    private readonly TextWriter _progress;
    private readonly string _reply;
    private readonly BrokerClient _client;
    private readonly Channel<IMessage> _messages = Channel.CreateBounded<IMessage>(MessagesMax);
    private BoxState? _state;
    private bool _isRestarting;

    /// <param name="progress">Told what happens, a line each.</param>
    public HelpCall(BoxName box, HelpOperator who, HeadOfficeOptions options, TimeProvider time, TextWriter progress)
    {
        (_box, _who, _options, _time, _progress) = (box, who, options, time, progress);
        _reply = $"{Guid.CreateVersion7(time.GetUtcNow())}";
        _client = new BrokerClient(options, $"help-{_reply}", speaksForAll: false);
    }

    /// <summary>Asks, and waits for the answer. After a restart also for the box to come back.</summary>
    /// <param name="request">With its command.</param>
    /// <param name="wait">How long at most.</param>
    /// <exception cref="VerbFault">There is no broker, no box, or no answer.</exception>
    public async Task<HelpResult> AskAsync(HelpRequest request, TimeSpan wait, CancellationToken stop)
    {
        using var late = new CancellationTokenSource(wait, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, late.Token);
        try
        {
            await LinkAsync(either.Token);
            var asked = await FindAsync(either.Token);
            var result = await AskUntilHeardAsync(request, wait, either.Token);
            if (result.ResultCase == HelpResult.ResultOneofCase.Restarting)
                await ComeBackAsync(asked, either.Token);
            return result;
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            throw Silent(_isRestarting ? $"it ended, and was not back within {wait.TotalSeconds:0} seconds: its own log says why"
                : $"nothing came back within {wait.TotalSeconds:0} seconds, though the broker says that the box is online. Ask again");
        }
        catch (ChannelClosedException)
        {
            throw Silent("the broker ended the connection. Ask again; what was asked may have been done");
        }
        catch (InvalidDataException fault)
        {
            throw Silent($"what came back is no answer: {fault.Message}");
        }
        catch (Exception fault) when (fault is MqttCommunicationException or IOException or System.Net.Sockets.SocketException
            || (fault is OperationCanceledException && !stop.IsCancellationRequested))
        {
            throw Silent($"the broker at {_options.BrokerHost}:{_options.BrokerPort}: {fault.Message}");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task LinkAsync(CancellationToken stop)
    {
        _client.Listen(TakeAsync, () => _messages.Writer.TryComplete());
        await _client.ConnectAsync(stop);
        await _client.SubscribeAsync(
            [Topics.State(_box.Tenant, _box.Store, _box.Box), Topics.Help(_box.Tenant, _box.Store, _box.Box, _reply)], stop);
    }

    // The box as the broker knows it. Gives its state as it was.
    private async Task<BoxState> FindAsync(CancellationToken stop)
    {
        using var late = new CancellationTokenSource(StateDeadline, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, late.Token);
        try
        {
            while (_state is null)
                await ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            throw Silent("this broker knows no such box: it was never linked to it, or has another name");
        }

        if (!_state.Online)
            throw Silent($"the box is offline: its link is down, or it is switched off. It ran version {_state.Version}");

        if (_state.HelpNonce.IsEmpty)
            throw Silent("the box takes no remote help: its setting Relay:HelpRootFile names no root, or the broker does not let it");
        await _progress.WriteLineAsync($"{_box.Store}/{_box.Box} is online, version {_state.Version}");
        return _state;
    }

    private async Task<HelpResult> AskUntilHeardAsync(HelpRequest request, TimeSpan wait, CancellationToken stop)
    {
        for (int tries = 1; ; tries++)
        {
            var nonce = _state!.HelpNonce;
            await SendAsync(request, nonce, wait, stop);
            var result = await AnswerAsync(request.Id, stop);
            if (result.Refused?.Code != UsedBefore || tries == Tries)
                return result;
            while (_state.HelpNonce == nonce)
                await ReadAsync(stop);
        }
    }

    private async Task SendAsync(HelpRequest request, ByteString nonce, TimeSpan wait, CancellationToken stop)
    {
        var now = _time.GetUtcNow();
        (request.Id, request.Nonce) = ($"{Guid.CreateVersion7(now)}", nonce);
        (request.Tenant, request.Store, request.Box) = (_box.Tenant, _box.Store, _box.Box);
        request.MadeAtUs = now.ToUs();
        var worth = wait < HelpSignature.MaxValidity ? wait : HelpSignature.MaxValidity;
        request.ValidUntilUs = (now + worth).ToUs();
        if (!await _client.AskAsync(Topics.Command(_box.Tenant, _box.Store, _box.Box), _who.Sign(request),
            Topics.Help(_box.Tenant, _box.Store, _box.Box, _reply), Guid.Parse(request.Id).ToByteArray(), worth, stop))
        {
            throw Silent("the box does not listen: it lost its connection a moment ago. Ask again");
        }
    }

    private async Task<HelpResult> AnswerAsync(string id, CancellationToken stop)
    {
        var parts = new HelpParts();
        while (true)
        {
            switch (await ReadAsync(stop))
            {
                case HelpAnswer answer when answer.Id == id:
                    if (parts.Take(answer) is { } result)
                        return result;
                    if (parts.Progress is var (there, of) && there % Math.Max(1, of / 10) == 0)
                        await _progress.WriteLineAsync($"{there} of {of} parts");
                    break;
                case BoxState { Online: false }:
                    throw Silent("the box went offline before it had answered. What was asked may have been done: its journal says so");
                default:
                    break;
            }
        }
    }

    private async Task ComeBackAsync(BoxState before, CancellationToken stop)
    {
        _isRestarting = true;
        await _progress.WriteLineAsync("it restarts");
        while (!_state!.Online || _state.BootId == before.BootId)
            await ReadAsync(stop);
    }

    private async Task<IMessage> ReadAsync(CancellationToken stop)
    {
        var message = await _messages.Reader.ReadAsync(stop);
        if (message is BoxState state)
            _state = state;
        return message;
    }

    private async Task TakeAsync(MqttApplicationMessageReceivedEventArgs received)
    {
        try
        {
            await _messages.Writer.WriteAsync(received.ApplicationMessage.Topic.EndsWith("/state", StringComparison.Ordinal)
                ? BoxState.Parser.ParseFrom(received.ApplicationMessage.Payload)
                : HelpAnswer.Parser.ParseFrom(received.ApplicationMessage.Payload));
        }
        catch (Exception fault) when (fault is InvalidProtocolBufferException or ChannelClosedException)
        {
            // Somebody else's noise, or nobody waits any more.
        }
    }

    private VerbFault Silent(string why) => new(ExitCodes.Unavailable, $"{_box.Tenant}/{_box.Store}/{_box.Box}: {why}");
}
