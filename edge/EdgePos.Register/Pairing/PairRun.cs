using EdgePos.V1;
using Grpc.Core;

namespace EdgePos.Register;

/// <summary>Pairs this register with a box: asks where the box is and for the code, and keeps what it gets in a folder.</summary>
internal sealed class PairRun(Texts texts, string language, TextReader input, TextWriter output, TimeProvider time)
{
    private const int CodeDigits = 6;

    /// <summary>Runs it.</summary>
    /// <param name="box">Address of the box; null: it is asked for.</param>
    /// <param name="folder">Who the register is from then on; one that was there is replaced when the box has agreed.</param>
    /// <returns>An exit code: not all, where nothing came of it.</returns>
    /// <exception cref="RegisterFault">The folder cannot be written, or the box does not answer.</exception>
    public async Task<int> RunAsync(Uri? box, string folder, CancellationToken stop)
    {
        if ((box ?? ReadAddress(await AskAsync(Say.AskBox, stop))) is not { } address)
            return Not(texts.Of(Say.NotAnAddress));
        // Number and code, as the box shows them; or the code alone.
        string[] said = (await AskAsync(Say.AskPairingCode, stop)).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        int register = 0;
        if (said.Length is 0 or > 2 || said[^1].Length != CodeDigits || !said[^1].All(char.IsAsciiDigit)
            || (said.Length == 2 && !int.TryParse(said[0], out register)))
            return Not(texts.Of(Say.NotACode));
        try
        {
            int number = await new PairingCall(address).RunAsync(
                said[^1], register, folder, new Metadata { { "accept-language", language } }, time, stop);
            output.WriteLine(texts.Of(Say.Paired, number, folder));
            return ExitCodes.Ok;
        }
        catch (RpcException) when (stop.IsCancellationRequested)
        {
            throw new OperationCanceledException(stop);
        }
        catch (RpcException refused) when (Verdicts.Of(refused) == Verdict.Refused)
        {
            return Not(refused.Status.Detail);
        }
        catch (RpcException fault)
        {
            throw new BoxUnreachable(address, fault.Status.Detail);
        }
        catch (PairingFault)
        {
            return Not(texts.Of(Say.NotTheBox));
        }
        catch (IOException fault)
        {
            throw new RegisterFault(ExitCodes.CannotCreate, fault.Message);
        }
    }

    private async Task<string> AskAsync(Say question, CancellationToken stop)
    {
        output.Write($"{texts.Of(question)} ");
        return (await input.ReadLineAsync(stop) ?? "").Trim();
    }

    private int Not(string why)
    {
        output.WriteLine(why);
        return ExitCodes.NotAll;
    }

    // What staff type is a name or an address; the port may be left out, and so may the scheme.
    private static Uri? ReadAddress(string said)
    {
        string whole = said.Contains("://", StringComparison.Ordinal) ? said : $"https://{said}";
        return Uri.TryCreate(whole, UriKind.Absolute, out var address) && (address.Scheme is "http" or "https")
            ? address.IsDefaultPort && !said.EndsWith($":{address.Port}", StringComparison.Ordinal)
                ? new UriBuilder(address) { Port = 5080 }.Uri : address
            : null;
    }
}
