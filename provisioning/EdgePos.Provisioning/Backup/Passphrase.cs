using System.Text;

namespace EdgePos.Provisioning;

/// <summary>A passphrase: asked for at a terminal without showing it, else the first line of standard input.</summary>
internal static class Passphrase
{
    /// <summary>Asks for it.</summary>
    /// <param name="what">What it is for.</param>
    /// <exception cref="ToolFault">Nobody gave one.</exception>
    public static string Ask(string what)
    {
        if (Console.IsInputRedirected)
        {
            return Console.In.ReadLine()
                ?? throw new ToolFault(ExitCodes.Usage, $"{what}: nobody is there to ask; give it as a line of standard input");
        }

        Console.Error.Write($"{what}: ");
        var typed = new StringBuilder();
        for (var key = Console.ReadKey(intercept: true); key.Key != ConsoleKey.Enter; key = Console.ReadKey(intercept: true))
        {
            if (key.Key == ConsoleKey.Backspace && typed.Length > 0)
                typed.Length--;
            else if (!char.IsControl(key.KeyChar))
                typed.Append(key.KeyChar);
        }

        Console.Error.WriteLine();
        return typed.ToString();
    }

    /// <summary>Asks for a new one, at a terminal twice.</summary>
    /// <param name="shortest">It has so many letters at least.</param>
    /// <exception cref="ToolFault">It is too short, or not the same twice.</exception>
    public static string AskNew(string what, int shortest)
    {
        string first = Ask(what);
        if (first.Length < shortest)
            throw new ToolFault(ExitCodes.Usage, $"a passphrase has {shortest} letters at least: take some words");
        return Console.IsInputRedirected || Ask("the same again") == first ? first
            : throw new ToolFault(ExitCodes.Usage, "that was not the same twice; nothing was written");
    }
}
