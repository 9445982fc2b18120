using EdgePos.Register;

// The thin register: sells by hand, replays files, imports prices, watches baskets. Exit codes are in the README.
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
        Console.Error.WriteLine($"edgepos-register: {error.Message}");
    return ExitCodes.Usage;
}
catch (RegisterFault fault)
{
    Console.Error.WriteLine($"edgepos-register: {fault.Message}");
    return fault.ExitCode;
}
catch (OperationCanceledException)
{
    return ExitCodes.Interrupted;
}
