using Spectre.Console;

namespace EdgePos.Provisioning;

/// <summary>The register of the demo: the real program, typed at through a pipe.</summary>
internal sealed class ShopRegister(ChildProgram program, IAnsiConsole console) : IAsyncDisposable
{
    private static readonly TimeSpan AnswerDeadline = TimeSpan.FromSeconds(30);

    /// <summary>Starts one.</summary>
    public static ShopRegister Open(DemoOrder order, DemoShop shop, IAnsiConsole console) =>
        new(ChildProgram.Start(order.Register, shop.RegisterArgs()), console);

    /// <summary>Types a basket.</summary>
    /// <param name="aloud">True: shows each line as the cashier sees it.</param>
    /// <exception cref="ToolFault">The register ended or did not answer.</exception>
    public async Task SellAsync(BasketScript basket, bool aloud)
    {
        foreach (string line in basket.Lines)
        {
            await program.Input.WriteLineAsync(line);
            await program.Input.FlushAsync();
            string? answer;
            try
            {
                answer = await program.Output.ReadLineAsync().WaitAsync(AnswerDeadline);
            }
            catch (TimeoutException)
            {
                throw new ToolFault(ExitCodes.Unavailable, $"the register does not answer to '{line}'");
            }

            if (answer is null)
                throw new ToolFault(ExitCodes.Unavailable, "the register has ended");
            if (aloud || answer.StartsWith("FAILED", StringComparison.Ordinal))
                console.WriteLine("  " + answer);
        }
    }

    /// <summary>Ends it.</summary>
    /// <returns>Its exit code: 0 where every line went as the script says.</returns>
    public async Task<int> CloseAsync(CancellationToken stop)
    {
        program.Input.Close();
        return await program.WaitAsync(stop);
    }

    public ValueTask DisposeAsync() => program.DisposeAsync();
}
