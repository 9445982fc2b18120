using EdgePos.Provisioning;

// edgeposctl, the field technician's tool: a verb a folder.
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    press.Cancel = true;
    stop.Cancel();
};
try
{
    var line = CommandLine.Build().Parse(args);
    if (line.Errors.Count == 0)
        return await line.InvokeAsync(new() { EnableDefaultExceptionHandler = false }, stop.Token);
    foreach (var error in line.Errors)
        Console.Error.WriteLine($"edgeposctl: {error.Message}");
    return ExitCodes.Usage;
}
catch (ToolFault fault)
{
    Console.Error.WriteLine($"edgeposctl: {fault.Message}");
    return fault.ExitCode;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return ExitCodes.Interrupted;
}
