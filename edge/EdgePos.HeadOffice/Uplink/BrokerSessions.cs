using System.Data.Common;
using MQTTnet.Exceptions;

namespace EdgePos.HeadOffice;

/// <summary>One session on the broker after the other, for as long as head office lives, with waits between those that fail.</summary>
internal sealed class BrokerSessions(HeadOfficeOptions options, TimeProvider time, Random random)
{
    /// <summary>Serves until told to stop.</summary>
    /// <param name="serve">A session from its beginning to its end; it calls what it is given when all works again.</param>
    /// <param name="noLink">Told why there is no link, now and then, and after how many tries.</param>
    /// <param name="stopping">Told to stop.</param>
    public async Task RunAsync(Func<Action, CancellationToken, Task> serve, Action<string, int> noLink, CancellationToken stopping)
    {
        for (int failures = 0; !stopping.IsCancellationRequested;)
        {
            try
            {
                await serve(() => failures = 0, stopping);
            }
            catch (Exception fault) when (IsTrouble(fault) && !stopping.IsCancellationRequested)
            {
                if (++failures == 1 || failures % 20 == 0)
                    noLink(fault.Message, failures);
                await Task.Delay(options.Retry.Wait(failures, random), time, stopping);
            }
            catch (Exception fault) when (IsTrouble(fault))
            {
                return; // stopped; the MQTT library wraps a cancellation in whatever it was doing
            }
        }
    }

    /// <summary>Runs what works side by side on a session; the first that ends, ends all.</summary>
    /// <param name="begin">Begins it.</param>
    /// <param name="broken">Cancelled at the end, or by the link.</param>
    /// <param name="stopping">Told to stop.</param>
    /// <exception cref="IOException">The broker ended the connection.</exception>
    public static async Task TogetherAsync(Func<Task<Task[]>> begin, CancellationTokenSource broken, CancellationToken stopping)
    {
        Task[] parts = [];
        try
        {
            parts = await begin();
            await await Task.WhenAny(parts);
        }
        catch (OperationCanceledException fault) when (!stopping.IsCancellationRequested)
        {
            throw new IOException("the broker ended the connection", fault);
        }
        finally
        {
            await broken.CancelAsync();
            await Task.WhenAll(parts).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // what ended it is thrown already
        }
    }

    /// <summary>What a broker or a database may do to anybody; the rest is a bug.</summary>
    public static bool IsTrouble(Exception fault) =>
        fault is MqttCommunicationException or MqttClientNotConnectedException or IOException or System.Net.Sockets.SocketException
            or OperationCanceledException or DbException or TimeoutException;
}
