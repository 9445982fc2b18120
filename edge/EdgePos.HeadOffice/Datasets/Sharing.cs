using System.Data.Common;

namespace EdgePos.HeadOffice;

/// <summary>Tells stores something now and then; what keeps it from that is logged when it changes, and tried again.</summary>
/// <param name="everySeconds">0: never.</param>
public abstract class Sharing(int everySeconds, TimeProvider time) : BackgroundService
{
    /// <summary>Handed in.</summary>
    protected TimeProvider Time => time;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (everySeconds == 0)
            return;
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(everySeconds), time);
        string told = "";
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            string wrong = Try();
            if (wrong.Length > 0 && wrong != told)
                Complain(wrong);
            told = wrong;
        }
    }

    /// <summary>Tells them. Gives what keeps it from that; empty: nothing.</summary>
    protected abstract string Share();

    /// <summary>Says that they are not told.</summary>
    protected abstract void Complain(string reason);

    private string Try()
    {
        try
        {
            return Share();
        }
        catch (Exception fault) when (fault is DbException or IOException or InvalidDataException)
        {
            return fault.Message; // another time
        }
    }
}
