namespace EdgePos.Devices;

/// <summary>A drawer that holds the cash, whatever it is opened through.</summary>
public interface ICashDrawer
{
    /// <summary>True: its sensor says that it stands open; null: it has none, or cannot be reached.</summary>
    bool? IsOpen { get; }

    /// <summary>Opens it: one pulse. It is done when the pulse is over; whether the drawer moved is told as
    /// <see cref="DrawerMoved"/>.</summary>
    /// <exception cref="DeviceFault">It was not, or nobody knows.</exception>
    Task OpenAsync(CancellationToken deadline);
}
