using System.Threading.Channels;
using MQTTnet;

namespace EdgePos.HeadOffice;

/// <summary>
/// Acknowledges messages to the broker, in the order they came (MQTT 5, 4.6), each when it is committed and answered. What
/// cannot be committed ends the session without an acknowledgement.
/// </summary>
internal sealed class Acknowledging
{
    private const int WaitingMax = 256;

    private readonly Channel<(MqttApplicationMessageReceivedEventArgs Message, Task<Task> Committed)> _waiting =
        Channel.CreateBounded<(MqttApplicationMessageReceivedEventArgs, Task<Task>)>(WaitingMax);

    /// <summary>Takes a message and what it waits for.</summary>
    public ValueTask AddAsync(MqttApplicationMessageReceivedEventArgs message, Task<Task> committed, CancellationToken broken) =>
        _waiting.Writer.WriteAsync((message, committed), broken);

    /// <summary>Nothing more can be read.</summary>
    public void End(Exception fault) => _waiting.Writer.TryComplete(fault);

    /// <summary>Works until something fails.</summary>
    public async Task RunAsync(Action written, CancellationToken broken)
    {
        await foreach (var (message, committed) in _waiting.Reader.ReadAllAsync(broken))
        {
            await await committed.WaitAsync(broken);
            await message.AcknowledgeAsync(broken);
            written();
        }
    }
}
