using System.Globalization;
using EdgePos.Store;
using EdgePos.V1;
using Grpc.Core;
using RegisterKind = EdgePos.V1.RegisterKind;

namespace EdgePos.Provisioning;

/// <summary>The registers of a box. Asks the daemon.</summary>
/// <param name="gateway">Address of the box.</param>
/// <param name="register">Number under which the journal notes who asked.</param>
internal sealed class RegistersRun(Uri gateway, int register, TimeProvider time, TextWriter output)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    /// <summary>Begins a pairing and shows its code.</summary>
    /// <exception cref="ToolFault">The box does not answer, or refuses.</exception>
    public async Task<int> PairAsync(string name, RegisterKind kind, int number, CancellationToken stop)
    {
        var request = new BeginPairingRequest { CommandId = NewId(), Kind = kind, Name = name, Register = number };
        var begun = await CallAsync((client, options) => client.BeginPairingAsync(request, options).ResponseAsync, stop);
        output.WriteLine($"Within {begun.ValidSeconds / 60} minutes, at the new register: edgepos-register pair --identity FOLDER");
        output.WriteLine($"Number and code: {begun.Register} {begun.Code}");
        return ExitCodes.Ok;
    }

    /// <summary>Shows the registers.</summary>
    /// <exception cref="ToolFault">The box does not answer.</exception>
    public async Task<int> ListAsync(CancellationToken stop)
    {
        var answer = await CallAsync((client, options) => client.ListAsync(new ListRegistersRequest(), options).ResponseAsync, stop);
        if (answer.Registers.Count == 0)
            output.WriteLine("No register was paired with this box.");
        foreach (var one in answer.Registers)
        {
            string kind = RegistersVerb.Kinds.First(kind => kind.Value == one.Kind).Key;
            string state = one.RevokedAtUs > 0 ? $"shut out on {DayOf(one.RevokedAtUs)}"
                : one.ValidUntilUs < time.GetUtcNow().ToUs() ? $"certificate ended on {DayOf(one.ValidUntilUs)}"
                : $"certificate until {DayOf(one.ValidUntilUs)}, {one.Connections} connections";
            output.WriteLine($"{one.Register,4}  {kind,-11}  {one.Name,-40}  paired {DayOf(one.PairedAtUs)}  {state}");
        }

        return ExitCodes.Ok;
    }

    /// <summary>Shuts a register out.</summary>
    /// <exception cref="ToolFault">The box does not answer, or has no such register.</exception>
    public async Task<int> RevokeAsync(int number, string reason, CancellationToken stop)
    {
        var request = new RevokeRegisterRequest { CommandId = NewId(), Register = number, Reason = reason };
        var done = await CallAsync((client, options) => client.RevokeAsync(request, options).ResponseAsync, stop);
        output.WriteLine($"Register {done.Register} is shut out; entry {done.JournalSeq} of the journal says so.");
        return ExitCodes.Ok;
    }

    private Task<T> CallAsync<T>(Func<V1.Registers.RegistersClient, CallOptions, Task<T>> call, CancellationToken stop) =>
        new RemoteCall("the box", gateway, Deadline, time, register)
            .RunAsync((channel, options) => call(new V1.Registers.RegistersClient(channel), options), stop);

    private string NewId() => Guid.CreateVersion7(time.GetUtcNow()).ToString();

    private static string DayOf(long us) =>
        DateTimeOffset.UnixEpoch.AddMicroseconds(us).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
