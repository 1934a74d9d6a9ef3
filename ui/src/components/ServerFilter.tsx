import PropertyFilter, {
  type PropertyFilterProps,
} from "@cloudscape-design/components/property-filter";
import { useRef, useState } from "react";
import { type FilterQuery, operators } from "./filter";

export interface FilterProperty<Column extends string> {
  key: Column;
  label: string;
  /** Heading above the values: "Status values". */
  groupValuesLabel: string;
}

export interface ServerFilterProps<Column extends string> {
  properties: ReadonlyArray<FilterProperty<Column>>;
  query: FilterQuery;
  onChange: (query: FilterQuery) => void;
  /** Values to suggest for what was typed so far. */
  loadValues: (column: Column, prefix: string) => Promise<string[]>;
  /** Words for a value, where the value itself is not what people read. */
  valueLabel?: (column: Column, value: string) => string;
  /** What is being filtered: "secondary sources". */
  what: string;
  countText?: string;
}

/** A property filter whose conditions and suggestions are the back end's affair. */
export default function ServerFilter<Column extends string>(props: ServerFilterProps<Column>) {
  const { properties, query, onChange, loadValues, valueLabel, what, countText } = props;
  const [options, setOptions] = useState<PropertyFilterProps.FilteringOption[]>([]);
  const [status, setStatus] = useState<PropertyFilterProps.StatusType>("finished");
  const latest = useRef(0);

  const load = ({ filteringProperty, filteringText }: PropertyFilterProps.LoadItemsDetail) => {
    const ask = ++latest.current;
    if (!filteringProperty) {
      setOptions([]);
      setStatus("finished");
      return;
    }
    const column = filteringProperty.key as Column;
    setStatus("loading");
    loadValues(column, filteringText).then(
      (values) => {
        if (ask !== latest.current) return;
        setOptions(
          values.map((value) => ({
            propertyKey: column,
            value,
            label: valueLabel?.(column, value) ?? value,
          })),
        );
        setStatus("finished");
      },
      () => {
        if (ask === latest.current) setStatus("error");
      },
    );
  };

  return (
    <PropertyFilter
      query={query}
      onChange={({ detail }) => onChange(detail)}
      onLoadItems={({ detail }) => load(detail)}
      filteringProperties={properties.map((p) => ({
        key: p.key,
        propertyLabel: p.label,
        groupValuesLabel: p.groupValuesLabel,
        defaultOperator: ":",
        operators: operators.map((operator) => ({
          operator,
          format: (value: string) => valueLabel?.(p.key, value) ?? value,
        })),
      }))}
      filteringOptions={options}
      filteringStatusType={status}
      filteringLoadingText="Loading values"
      filteringErrorText="Could not load values."
      filteringRecoveryText="Try again"
      filteringPlaceholder={`Find ${what}`}
      filteringAriaLabel={`Find ${what}`}
      filteringEmpty="No values"
      countText={countText ?? ""}
      expandToViewport
    />
  );
}
