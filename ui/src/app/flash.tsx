import type { FlashbarProps } from "@cloudscape-design/components/flashbar";
import { createContext, type ReactNode, useContext, useMemo, useState } from "react";

export type FlashItem = FlashbarProps.MessageDefinition & { id: string };

interface Flash {
  /** Shows an item; one with the same id is replaced. It can be dismissed unless it says no. */
  show(item: FlashItem): void;
  /** Takes an item away. */
  drop(id: string): void;
}

const FlashContext = createContext<Flash>({ show: () => undefined, drop: () => undefined });
const FlashItemsContext = createContext<readonly FlashItem[]>([]);

export function FlashProvider({ children }: { children: ReactNode }) {
  const [items, setItems] = useState<readonly FlashItem[]>([]);
  const flash = useMemo<Flash>(() => {
    const drop = (id: string) => setItems((now) => now.filter((i) => i.id !== id));
    return {
      drop,
      show: (item) => {
        const shown: FlashItem = {
          dismissible: true,
          dismissLabel: "Dismiss message",
          onDismiss: () => drop(item.id),
          ...item,
        };
        setItems((now) =>
          now.some((i) => i.id === item.id)
            ? now.map((i) => (i.id === item.id ? shown : i))
            : [shown, ...now],
        );
      },
    };
  }, []);
  return (
    <FlashContext.Provider value={flash}>
      <FlashItemsContext.Provider value={items}>{children}</FlashItemsContext.Provider>
    </FlashContext.Provider>
  );
}

/** Shows messages above the screen. The answer is stable, so it may stand in effects. */
export function useFlash(): Flash {
  return useContext(FlashContext);
}

/** For the shell: what to show. */
export function useFlashItems(): readonly FlashItem[] {
  return useContext(FlashItemsContext);
}
