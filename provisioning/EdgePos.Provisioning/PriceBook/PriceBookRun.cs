using System.Globalization;
using EdgePos.V1;
using Grpc.Core;

namespace EdgePos.Provisioning;

/// <summary>The price books of a box: which it keeps, and going back to one. Asks the daemon; opens no file.</summary>
/// <param name="gateway">Address of the box.</param>
internal sealed class PriceBookRun(Uri gateway, TimeProvider time, TextWriter output)
{
    // A roll-back reads the whole version first.
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    /// <summary>Shows the versions that the box keeps.</summary>
    /// <returns>0; or 1 where a person must do something about them.</returns>
    /// <exception cref="ToolFault">The box does not answer.</exception>
    public async Task<int> ListAsync(CancellationToken stop)
    {
        var answer = await CallAsync((client, options) => client.ListVersionsAsync(new ListVersionsRequest(), options), stop);
        if (answer.Versions.Count > 0)
            output.WriteLine($"{"version",-16}  {"items",9}  currency  {"made current (UTC)",-19}");
        foreach (var version in answer.Versions)
        {
            string current = version.Current ? "  current" : "";
            output.WriteLine($"{version.Version,-16}  {version.Items,9}  {version.Currency,-8}  {MadeCurrent(version),-19}{current}");
        }

        if (answer.Versions.Count == 0 && answer.Trouble.Length == 0)
            output.WriteLine("The box has no price book yet.");
        return answer.Trouble.Length == 0 ? ExitCodes.Ok : throw new ToolFault(ExitCodes.NotAsItMustBe, answer.Trouble);
    }

    /// <summary>Makes a version current.</summary>
    /// <exception cref="ToolFault">The box does not answer, or refuses.</exception>
    public async Task<int> RollBackAsync(string version, CancellationToken stop)
    {
        var request = new RollBackRequest { CommandId = Guid.CreateVersion7(time.GetUtcNow()).ToString(), Version = version };
        var current = await CallAsync((client, options) => client.RollBackAsync(request, options), stop);
        output.WriteLine($"Price book {current.Version} is current: {current.Items} items.");
        return ExitCodes.Ok;
    }

    private Task<T> CallAsync<T>(Func<PriceBook.PriceBookClient, CallOptions, AsyncUnaryCall<T>> call, CancellationToken stop) =>
        new RemoteCall("the box", gateway, Deadline, time)
            .RunAsync((channel, options) => call(new PriceBook.PriceBookClient(channel), options).ResponseAsync, stop);

    private static string MadeCurrent(PriceBookVersion version) => version.MadeCurrentUs == 0 ? "-"
        : DateTimeOffset.UnixEpoch.AddMicroseconds(version.MadeCurrentUs).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
