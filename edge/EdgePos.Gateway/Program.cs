using System.Net.Sockets;
using EdgePos.Gateway;
using EdgePos.Ledger;
using Microsoft.AspNetCore.Connections;

// The daemon: opens its files, starts its loops, listens. Each way of not starting is one line and one exit code. With the word `settings`
// before its arguments it only says what its settings are; with `enrol` it makes the machine a box of head office's, and ends; with `prove`
// it tries itself on a copy of the box's files.
try
{
    if (args is ["settings", .. var rest])
        return Composition.ShowSettings(rest, Console.Out);
    if (args is ["enrol", .. var order])
        return await EnrolProgram.RunAsync(order, Console.In, Console.Out);
    if (args is ["prove", .. var proved])
        return await Proof.RunAsync(proved, Console.Out);
    await using var app = Composition.Build(args);
    return await Composition.RunAsync(app);
}
catch (Exception wrong) when (Settings.About(wrong) is { } sentences)
{
    foreach (string sentence in sentences)
        Console.Error.WriteLine($"edgepos-gateway: wrong setting: {sentence}");
    return ExitCodes.Config;
}
catch (LedgerFault fault)
{
    Console.Error.WriteLine($"edgepos-gateway: {fault.Message}");
    return fault.Kind switch
    {
        FaultKind.CannotOpen => ExitCodes.Config,
        FaultKind.Busy => ExitCodes.Unavailable,
        FaultKind.Damaged => ExitCodes.Damaged,
        FaultKind.DiskFull or FaultKind.Io => ExitCodes.Software,
    };
}
catch (IOException fault) when (fault.InnerException is AddressInUseException)
{
    Console.Error.WriteLine($"edgepos-gateway: {fault.Message} End the other program, or choose another port in the settings.");
    return ExitCodes.Unavailable;
}
catch (SocketException fault)
{
    Console.Error.WriteLine($"edgepos-gateway: cannot listen: {fault.Message}. Look at Gateway:Listen; is the network up?");
    return ExitCodes.Unavailable;
}
catch (IOException fault)
{
    Console.Error.WriteLine($"edgepos-gateway: {fault.Message}");
    return ExitCodes.Unavailable;
}
